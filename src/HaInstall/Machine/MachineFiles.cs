using System.Text;

namespace NginxHa.Installation.Machine;

/// <summary>The files of a machine below a root, which tests put elsewhere. Paths are those of the machine, absolute.</summary>
/// <param name="root">Folder that stands for <c>/</c>.</param>
public sealed class MachineFiles(string root = "/")
{
    /// <summary>Extension under which a replaced file is kept.</summary>
    public const string PreviousExtension = ".previous";

    private static readonly string[] ProgramFolders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"];

    /// <summary>Where a path of the machine really is.</summary>
    public string Locate(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return root == "/" || OperatingSystem.IsWindows() ? path : Path.Combine(root, path.TrimStart('/'));
    }

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

    /// <summary>Replaces a file in one step, or makes it with its folders.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its new text.</param>
    /// <param name="mode">Its permissions.</param>
    /// <param name="keepPrevious">Keep the text that was there under <see cref="PreviousExtension"/>.</param>
    public void Write(string path, string text, UnixFileMode mode, bool keepPrevious)
    {
        string file = Locate(path);
        string beside = $"{file}.{Path.GetRandomFileName()}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = mode;
            }

            using (var stream = new FileStream(beside, options))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows())
            {
                // The process's mask must not take from a program what it needs.
                File.SetUnixFileMode(beside, mode);
            }

            if (keepPrevious && File.Exists(file))
            {
                File.Copy(file, file + PreviousExtension, overwrite: true);
            }

            File.Move(beside, file, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException(InstallationFailure.FileSystem, $"'{path}' cannot be written: {exception.Message}", exception);
        }
        finally
        {
            if (File.Exists(beside))
            {
                File.Delete(beside);
            }
        }
    }
}
