using System.Runtime.InteropServices;

namespace NginxHa.Platform;

/// <summary>
/// New content of a file, written out beside it and ready to take its place in one step. Until <see cref="Swap"/> the file is as it
/// was, and programs can be asked what they think of the new content under <see cref="Path"/>. What was not swapped is removed.
/// </summary>
public sealed partial class StagedFile : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int DirectoryCloseOnExec = 0x80000; // O_RDONLY | O_CLOEXEC

    private StagedFile(string target, string path)
    {
        Target = target;
        Path = path;
    }

    /// <summary>The file that is replaced: what a symbolic link leads to, not the link.</summary>
    public string Target { get; }

    /// <summary>
    /// Where the new content is: in the same folder, because programs read includes from there, and under a name that begins with
    /// a dot, because globs like <c>conf.d/*</c> must not match it.
    /// </summary>
    public string Path { get; }

    /// <summary>Writes new content, flushed to the disk. It has the owner, group and mode of the file that it is for.</summary>
    /// <param name="path">The file; its folder has to be there.</param>
    /// <param name="content">The content.</param>
    /// <param name="newMode">Permissions of a file that is not there yet.</param>
    /// <param name="atLeast">Permissions that a file that is there gets beside those that it has.</param>
    /// <exception cref="IOException">It cannot be written; nothing is left behind.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; nothing is left behind.</exception>
    public static StagedFile Create(string path, ReadOnlySpan<byte> content, UnixFileMode newMode = Private, UnixFileMode atLeast = UnixFileMode.None)
    {
        string target = LinkedFile.Resolve(path);
        var staged = new StagedFile(target, Beside(target));
        try
        {
            Write(staged.Path, content);
            if (File.Exists(target))
            {
                FileOwner.Copy(target, staged.Path, atLeast);
            }
            else if (!OperatingSystem.IsWindows())
            {
                // The process's mask must not take from a program what it needs.
                File.SetUnixFileMode(staged.Path, newMode);
            }

            return staged;
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    /// <summary>Puts the new content in its place.</summary>
    /// <param name="previousPath">Where the content that was there is kept, in the same folder, with its owner, group and mode; null to keep none.</param>
    /// <param name="overwrite">Whether a file that is there is replaced; otherwise it is an error.</param>
    /// <exception cref="IOException">It cannot be replaced; what was there is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be replaced; what was there is still there.</exception>
    public void Swap(string? previousPath = null, bool overwrite = true)
    {
        if (previousPath is not null && File.Exists(Target))
        {
            // A copy and no link: whoever writes into the file later must not write into this one.
            using StagedFile previous = Create(Target, File.ReadAllBytes(Target));
            File.Move(previous.Path, previousPath, overwrite: true);
        }

        File.Move(Path, Target, overwrite);
        FlushFolder(System.IO.Path.GetDirectoryName(Target)!);
    }

    /// <summary>Removes the new content unless it was swapped.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing reads it; an error here would hide what went wrong before.
        }
    }

    private static string Beside(string target) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(target)!, $".{System.IO.Path.GetFileName(target)}.{System.IO.Path.GetRandomFileName()}.new");

    private static void Write(string path, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            // It may hold a secret, and gets its final mode when it has its owner.
            options.UnixCreateMode = Private;
        }

        using var stream = new FileStream(path, options);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>The new name is on the disk, too, when this returns. A folder that cannot be opened for that is no error: the file is there.</summary>
    private static void FlushFolder(string folder)
    {
        int descriptor = OperatingSystem.IsLinux() ? Open(folder, DirectoryCloseOnExec) : -1;
        if (descriptor >= 0)
        {
            _ = Flush(descriptor);
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
