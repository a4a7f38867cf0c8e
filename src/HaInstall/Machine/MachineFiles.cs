using System.Text;
using NginxHa.Platform;

namespace NginxHa.Installation.Machine;

/// <summary>The files of a machine below a root, which tests put elsewhere. Paths are those of the machine, absolute.</summary>
/// <param name="root">Folder that stands for <c>/</c>.</param>
public sealed class MachineFiles(string root = "/")
{
    private static readonly string[] ProgramFolders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"];

    /// <summary>Where a path of the machine really is.</summary>
    public string Locate(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return root == "/" || OperatingSystem.IsWindows() ? path : Path.Combine(root, path.TrimStart('/'));
    }

    /// <summary>What the machine calls a place that <see cref="Locate"/> gave, or one below it.</summary>
    public string NameOf(string place) => root == "/" || OperatingSystem.IsWindows() ? place : "/" + Path.GetRelativePath(root, place);

    /// <summary>Whether there is a file.</summary>
    public bool Exists(string path) => File.Exists(Locate(path));

    /// <summary>Whether there is a folder.</summary>
    public bool FolderExists(string path) => Directory.Exists(Locate(path));

    /// <summary>The text of a file; null when it is not there or cannot be read.</summary>
    public string? Read(string path)
    {
        try
        {
            string file = Locate(path);
            return File.Exists(file) ? File.ReadAllText(file, Encoding.UTF8) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The first of several programs' paths that exists, as the machine sees it.</summary>
    public string? FindProgram(string name) =>
        ProgramFolders.Select(folder => $"{folder}/{name}").FirstOrDefault(Exists);

    /// <summary>Names in a folder; none when it is not there.</summary>
    public IReadOnlyList<string> List(string path)
    {
        string folder = Locate(path);
        return Directory.Exists(folder) ? [.. Directory.GetFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>Replaces a file in one step, or makes it with its folders. A file that is there keeps its owner and group.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its new text.</param>
    /// <param name="mode">Permissions of a new file; of one that is there, only the right to run it is added.</param>
    /// <param name="keepPrevious">Keep the text that was there under <see cref="ReplacedFile.PreviousExtension"/>.</param>
    /// <exception cref="InstallationException">It cannot be written; what was there is still there.</exception>
    public void Write(string path, string text, UnixFileMode mode, bool keepPrevious)
    {
        using StagedFile staged = Stage(path, text, mode);
        Swap(staged, path, keepPrevious);
    }

    /// <summary>Writes the new text of a file beside it, so that programs can be asked about it before it takes its place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its new text.</param>
    /// <param name="mode">Permissions of a new file; of one that is there, only the right to run it is added.</param>
    /// <exception cref="InstallationException">It cannot be written; what was there is still there.</exception>
    public StagedFile Stage(string path, string text, UnixFileMode mode)
    {
        const UnixFileMode Run = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            string file = Locate(path);
            Directory.CreateDirectory(Path.GetDirectoryName(LinkedFile.Resolve(file))!);
            return StagedFile.Create(file, Encoding.UTF8.GetBytes(text), mode, atLeast: mode & Run);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, exception);
        }
    }

    /// <summary>Puts the new text of a file in its place.</summary>
    /// <param name="staged">What <see cref="Stage"/> made.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="keepPrevious">Keep the text that was there under <see cref="ReplacedFile.PreviousExtension"/>.</param>
    /// <exception cref="InstallationException">It cannot be written; what was there is still there.</exception>
    public static void Swap(StagedFile staged, string path, bool keepPrevious)
    {
        ArgumentNullException.ThrowIfNull(staged);
        try
        {
            staged.Swap(keepPrevious ? ReplacedFile.PreviousPath(staged.Target) : null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, exception);
        }
    }

    private static InstallationException CannotWrite(string path, Exception exception) =>
        new(InstallationFailure.FileSystem, $"'{path}' cannot be written: {exception.Message}", exception);
}
