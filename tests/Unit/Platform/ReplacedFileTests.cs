using NginxHa.Platform;

namespace NginxHa.Tests.Unit.Platform;

public sealed class ReplacedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nha-replaced-").FullName;

    private string File1 => Path.Combine(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_there_is_kept_and_nothing_else_is_left()
    {
        Assert.True(ReplacedFile.Write(File1, "one"));
        Assert.True(ReplacedFile.Write(File1, "two"));
        Assert.True(ReplacedFile.Write(File1, "three"));
        Assert.Equal(("three", "two"), (File.ReadAllText(File1), File.ReadAllText(ReplacedFile.PreviousPath(File1))));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder).Length);
    }

    [Fact]
    public void The_same_text_touches_nothing()
    {
        ReplacedFile.Write(File1, "one");
        DateTime time = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(File1, time);
        Assert.False(ReplacedFile.Write(File1, "one"));
        Assert.Equal(time, File.GetLastWriteTimeUtc(File1));
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void The_mode_stays_a_new_file_is_private_and_a_link_stays_a_link()
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        string link = Path.Combine(_folder, "link");
        ReplacedFile.Write(File1, "one");
        Assert.Equal(Private, File.GetUnixFileMode(File1));
        File.SetUnixFileMode(File1, Private | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(link, File1);
        ReplacedFile.Write(link, "two");
        Assert.Equal(File1, new FileInfo(link).LinkTarget);
        Assert.Equal("two", File.ReadAllText(File1));
        Assert.Equal(Private | UnixFileMode.GroupRead, File.GetUnixFileMode(File1));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error_and_leaves_nothing() =>
        Assert.ThrowsAny<IOException>(() => ReplacedFile.Write(Path.Combine(_folder, "no", "file"), "x"));
}
