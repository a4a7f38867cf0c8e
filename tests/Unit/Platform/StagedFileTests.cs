using System.Runtime.Versioning;
using NginxHa.Platform;

namespace NginxHa.Tests.Unit.Platform;

public sealed class StagedFileTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("nha-staged-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_folder, "file.conf");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Until_the_swap_the_file_is_as_it_was_and_the_new_content_lies_beside_it()
    {
        File.WriteAllText(Target, "old");
        using (StagedFile staged = StagedFile.Create(Target, "new"u8))
        {
            Assert.Equal(("old", "new"), (File.ReadAllText(Target), File.ReadAllText(staged.Path)));
            Assert.Equal(_folder, Path.GetDirectoryName(staged.Path));
            Assert.StartsWith(".file.conf.", Path.GetFileName(staged.Path), StringComparison.Ordinal);
        }

        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_file_that_came_in_between_is_not_replaced_by_a_new_one()
    {
        using (StagedFile staged = StagedFile.Create(Target, "new"u8))
        {
            File.WriteAllText(Target, "somebody's");
            Assert.ThrowsAny<IOException>(() => staged.Swap(overwrite: false));
        }

        Assert.Equal("somebody's", File.ReadAllText(Target));
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_new_file_gets_the_mode_that_is_asked_for_and_an_old_one_what_it_lacks()
    {
        Replace("one", Private | UnixFileMode.GroupRead);
        Assert.Equal(Private | UnixFileMode.GroupRead, File.GetUnixFileMode(Target));
        using (StagedFile staged = StagedFile.Create(Target, "two"u8, UnixFileMode.OtherRead, atLeast: UnixFileMode.UserExecute))
        {
            staged.Swap();
        }

        Assert.Equal(Private | UnixFileMode.GroupRead | UnixFileMode.UserExecute, File.GetUnixFileMode(Target));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_link_that_leads_to_nothing_yet_gets_what_it_leads_to()
    {
        string link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, "file.conf");
        using (StagedFile staged = StagedFile.Create(link, "new"u8))
        {
            staged.Swap();
        }

        Assert.Equal(("file.conf", "new"), (new FileInfo(link).LinkTarget, File.ReadAllText(Target)));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Owner_group_and_mode_stay_with_the_file_and_with_what_is_kept_of_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can give files away.");
        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, Private | UnixFileMode.GroupRead);
        CommandOutcome given = await ProcessCommandRunner.Instance.RunAsync(new SystemCommand("chown", "1234:2345", Target), null, Token);
        Assert.True(given.Succeeded, given.Error);

        ReplacedFile.Write(Target, "new");

        foreach (string path in (string[])[Target, ReplacedFile.PreviousPath(Target)])
        {
            Assert.Equal(new FileOwner(1234, 2345), FileOwner.Of(path));
            Assert.Equal(Private | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
        }

        Assert.Equal(("new", "old"), (File.ReadAllText(Target), File.ReadAllText(ReplacedFile.PreviousPath(Target))));
    }

    [Theory]
    [InlineData("640", "600")]
    [InlineData("664", "644")]
    [InlineData("2755", "755")]
    [InlineData("674", "644")]
    [InlineData("604", "604")]
    public void A_group_that_cannot_be_kept_gets_no_more_than_everybody(string mode, string expected) =>
        Assert.Equal((UnixFileMode)Convert.ToInt32(expected, 8), FileOwner.ForOtherGroup((UnixFileMode)Convert.ToInt32(mode, 8)));

    [Fact]
    public void Nobody_owns_a_file_that_is_not_there() => Assert.Null(FileOwner.Of(Path.Combine(_folder, "nothing")));

    private void Replace(string text, UnixFileMode newMode)
    {
        using StagedFile staged = StagedFile.Create(Target, System.Text.Encoding.UTF8.GetBytes(text), newMode);
        staged.Swap();
    }
}
