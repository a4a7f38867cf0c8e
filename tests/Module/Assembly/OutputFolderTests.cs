using NginxHa.Build;

namespace NginxHa.Tests.ModuleTests.Assembly;

public sealed class OutputFolderTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folder_holds_exactly_the_files_given_and_leaves_right_ones_alone()
    {
        string output = Path.Combine(_folder.Path, "module");
        OutputFolder.Synchronize(output, new Dictionary<string, byte[]> { ["kept"] = [1], ["changed"] = [1], ["sub/gone"] = [1] });
        DateTime old = DateTime.UtcNow.AddDays(-1);
        foreach (string file in new[] { "kept", "changed" })
        {
            File.SetLastWriteTimeUtc(Path.Combine(output, file), old);
        }

        OutputFolder.Synchronize(output, new Dictionary<string, byte[]> { ["kept"] = [1], ["changed"] = [2], ["sub/new"] = [3] });

        Assert.Equal(
            ["changed", "kept", Path.Combine("sub", "new")],
            Directory.GetFiles(output, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(output, path)).Order(StringComparer.Ordinal));
        Assert.Equal(old, File.GetLastWriteTimeUtc(Path.Combine(output, "kept")));
        Assert.Equal([2], File.ReadAllBytes(Path.Combine(output, "changed")));
    }

    [Fact]
    public async Task Builds_that_write_at_once_do_not_break_each_other()
    {
        string output = Path.Combine(_folder.Path, "module");
        var files = Enumerable.Range(0, 50).ToDictionary(number => $"file{number}", number => new byte[] { (byte)number });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => OutputFolder.Synchronize(output, files), TestContext.Current.CancellationToken)));
        Assert.Equal(50, Directory.GetFiles(output).Length);
    }
}
