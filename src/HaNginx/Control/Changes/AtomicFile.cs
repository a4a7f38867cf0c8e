using NginxHa.Platform;

namespace NginxHa.Nginx.Control;

/// <summary>
/// A file that was replaced in one step. The previous one is kept beside it under a name that begins with a dot, which
/// no glob of nginx matches.
/// </summary>
internal sealed class AtomicFile
{
    private readonly FileChange _change;

    private AtomicFile(FileChange change) => _change = change;

    public string Path => _change.Path;

    /// <summary>Where the previous text of a file is kept.</summary>
    public static string PreviousPath(string path) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, $".{System.IO.Path.GetFileName(path)}.previous");

    public static AtomicFile Replace(FileChange change)
    {
        try
        {
            using StagedFile staged = StagedFile.Create(change.Path, change.After.Span, FileModes.Readable);

            // Keeps other changes of this kind out between the last look and the swap.
            using DirectoryLock locked = DirectoryLock.Take(System.IO.Path.GetDirectoryName(change.Path)!);
            ConfigurationChange.RequireUnchanged(change);
            staged.Swap(PreviousPath(change.Path), overwrite: change.Before is not null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NginxException(NginxFailure.WriteFailed, $"\"{change.Path}\" cannot be replaced: {e.Message}", e);
        }

        return new AtomicFile(change);
    }

    /// <summary>Puts the previous text back; false when somebody has changed the file since, or it cannot be written.</summary>
    public bool Restore()
    {
        try
        {
            if (!File.Exists(Path) || !_change.After.Span.SequenceEqual(File.ReadAllBytes(Path)))
            {
                return false;
            }

            if (_change.Before is { } before)
            {
                using StagedFile staged = StagedFile.Create(Path, before.Span);
                staged.Swap();
            }
            else
            {
                File.Delete(Path);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
