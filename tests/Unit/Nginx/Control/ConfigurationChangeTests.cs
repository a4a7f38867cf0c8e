using System.Text;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;

namespace NginxHa.Tests.Unit.Nginx.Control;

public sealed class ConfigurationChangeTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("nginx-change-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_file_is_replaced_and_the_previous_one_kept()
    {
        string path = Write("a.conf", "old;\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }

        ChangeResult result = await Change(path, "old;\n", "new;\n").CommitAsync(Cancellation);
        Assert.Equal([path], result.Files);
        Assert.Equal("new;\n", await File.ReadAllTextAsync(path, Cancellation));
        Assert.Equal("old;\n", await File.ReadAllTextAsync(At(".a.conf.previous"), Cancellation));
        Assert.Equal([".a.conf.previous", "a.conf"], Names());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task A_link_stays_and_what_it_leads_to_is_replaced()
    {
        string target = Write("real.conf", "old;\n");
        File.CreateSymbolicLink(At("link.conf"), target);
        await Change(At("link.conf"), "old;\n", "new;\n").CommitAsync(Cancellation);
        Assert.NotNull(new FileInfo(At("link.conf")).LinkTarget);
        Assert.Equal("new;\n", await File.ReadAllTextAsync(target, Cancellation));
    }

    [Fact]
    public async Task An_edit_by_somebody_else_is_noticed_and_survives()
    {
        string path = Write("a.conf", "theirs;\n");
        NginxException error = await Assert.ThrowsAsync<NginxException>(() => Change(path, "old;\n", "new;\n").CommitAsync(Cancellation));
        Assert.Equal(NginxFailure.ConcurrentEdit, error.Failure);
        Assert.Equal("theirs;\n", await File.ReadAllTextAsync(path, Cancellation));
        Assert.Equal(["a.conf"], Names());
    }

    [Fact]
    public async Task A_new_file_must_not_be_there_and_a_gone_one_must()
    {
        string path = Write("a.conf", "theirs;\n");
        await Assert.ThrowsAsync<NginxException>(() => Change(path, null, "new;\n").CommitAsync(Cancellation));
        await Assert.ThrowsAsync<NginxException>(() => Change(At("gone.conf"), "old;\n", "new;\n").CommitAsync(Cancellation));
        await Change(At("b.conf"), null, "new;\n").CommitAsync(Cancellation);
        Assert.Equal(["a.conf", "b.conf"], Names());
    }

    [Fact]
    public async Task Of_several_files_all_are_replaced_or_none()
    {
        string first = Write("a.conf", "a;\n");
        string second = Write("b.conf", "theirs;\n");
        var change = new ConfigurationChange(null, [File_(first, "a;\n", "aa;\n"), File_(second, "b;\n", "bb;\n")]);
        await Assert.ThrowsAsync<NginxException>(() => change.CommitAsync(Cancellation));
        Assert.Equal("a;\n", await File.ReadAllTextAsync(first, Cancellation));
    }

    [Fact]
    public async Task What_is_no_configuration_is_refused()
    {
        string path = Write("a.conf", "a;\n");
        NginxException error = await Assert.ThrowsAsync<NginxException>(() => Change(path, "a;\n", "a {\n").CommitAsync(Cancellation));
        Assert.Equal((NginxFailure.Refused, 2), (error.Failure, Assert.Single(error.Diagnostics).Line));
        Assert.Equal("a;\n", await File.ReadAllTextAsync(path, Cancellation));
    }

    [Fact]
    public async Task Many_changes_at_once_come_one_after_the_other()
    {
        string path = Write("a.conf", "n 0;\n");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                for (int done = 0; done < 5;)
                {
                    var file = ConfigurationFile.Load(path);
                    var edit = new ConfigurationEdit(file);
                    edit.SetWord(file[0].Arguments[0], $"{int.Parse(file[0].Arguments[0].Value, System.Globalization.CultureInfo.InvariantCulture) + 1}");
                    try
                    {
                        await new ConfigurationChange(null, [FileChange.Of(file, edit.Apply())]).CommitAsync(Cancellation);
                        done++;
                    }
                    catch (NginxException e) when (e.Failure == NginxFailure.ConcurrentEdit)
                    {
                        // Somebody was faster: read again.
                    }
                }
            },
            Cancellation)));
        Assert.Equal("n 40;\n", await File.ReadAllTextAsync(path, Cancellation));
    }

    [Fact]
    public void A_test_copy_reads_the_changed_file_where_the_original_was_included()
    {
        Directory.CreateDirectory(At("conf.d"));
        string main = Write("nginx.conf", "events {}\nhttp { include conf.d/*.conf; }\n");
        string a = Write("conf.d/a.conf", "a;\n");
        Write("conf.d/b.conf", "b;\n");
        using ShadowConfiguration? shadow = ShadowConfiguration.Create(main, [File_(a, "a;\n", "a2;\n"), File_(At("conf.d/c.conf"), null, "c;\n")]);
        Assert.NotNull(shadow);
        Assert.Equal(_directory, Path.GetDirectoryName(shadow.MainPath));
        var set = ConfigurationSet.Load(shadow.MainPath);
        Assert.Equal(["a2", "b", "c"], set.Walk().Where(placed => placed.Block is not null && !placed.Directive.Is("include"u8)).Select(placed => placed.Directive.Name));
        NginxTestResult said = shadow.Translate(new NginxTestResult(false, [], $"nginx: [emerg] unknown directive \"a2\" in {set.Files[1].Path}:1"));
        Assert.Equal(a, Assert.Single(said.Diagnostics).File);
        shadow.Dispose();
        Assert.Equal(["conf.d", "nginx.conf"], Names());
    }

    [Fact]
    public void A_file_that_nothing_includes_needs_no_test_copy_unless_it_is_a_main_file()
    {
        string main = Write("nginx.conf", "events {}\n");
        Assert.Null(ShadowConfiguration.Create(main, [File_(At("other.conf"), null, "upstream a { server b; }")]));
        using ShadowConfiguration? own = ShadowConfiguration.Create(main, [File_(At("other.conf"), null, "events {}")]);
        Assert.NotNull(own);
    }

    private static FileChange File_(string path, string? before, string after) =>
        new(path, before is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after));

    private static ConfigurationChange Change(string path, string? before, string after) => new(null, [File_(path, before, after)]);

    private string At(string name) => Path.Combine(_directory, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    private IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(_directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
