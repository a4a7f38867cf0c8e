namespace NginxHa.Tests.ModuleTests.Shell;

/// <summary>A copy of the shell with a module beside it that is not whole: nothing is run, and the reason is said.</summary>
public sealed class BrokenModuleTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public BrokenModuleTests()
    {
        Copy(Path.GetDirectoryName(ShellRun.Program)!, _folder.Path);
        Copy(Repository.PathOf("output", "NginxHa"), Path.Combine(_folder.Path, "NginxHa"));
    }

    private string Program => Path.Combine(_folder.Path, Path.GetFileName(ShellRun.Program));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_copy_works_while_it_is_whole()
    {
        ShellResult result = await ShellRun.RunCopyAsync(Program, "-Command", "(Get-Command -Name ConvertFrom-VrrpPacket).Module.ModuleBase");
        Assert.Equal(new ShellResult(0, Path.Combine(_folder.Path, "NginxHa"), string.Empty), result);
    }

    [Theory]
    [InlineData("HaCmdlets.dll", "no assembly")]
    [InlineData("HaCmdlets.dll", "")]
    [InlineData("HaCmdlets.dll", null)]
    [InlineData("NginxHa.psm1", "throw 'not today'")]
    [InlineData("NginxHa.psd1", "@{ RootModule = ")]
    public async Task A_module_that_cannot_be_imported_ends_the_shell(string file, string? content)
    {
        string path = Path.Combine(_folder.Path, "NginxHa", file);
        File.Delete(path);
        if (content is not null)
        {
            await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        }

        ShellResult result = await ShellRun.RunCopyAsync(Program, "-Command", "'ran'");
        Assert.Equal((70, string.Empty), (result.ExitCode, result.Output));
        Assert.Contains(content == "throw 'not today'" ? "not today" : file, result.Error, StringComparison.Ordinal);
        Assert.EndsWith("cannot be imported, so nothing was run.", result.Error.TrimEnd(), StringComparison.Ordinal);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
