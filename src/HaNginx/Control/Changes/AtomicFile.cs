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
    public static string PreviousPath(string path) => Beside(path, "previous");

    public static AtomicFile Replace(FileChange change)
    {
        try
        {
            string beside = Write(change.Path, change.After);
            try
            {
                // Keeps other changes of this kind out between the last look and the swap.
                using DirectoryLock locked = DirectoryLock.Take(System.IO.Path.GetDirectoryName(change.Path)!);
                ConfigurationChange.RequireUnchanged(change);
                if (change.Before is { } before)
                {
                    File.Move(Write(change.Path, before), PreviousPath(change.Path), overwrite: true);
                }

                File.Move(beside, change.Path, overwrite: change.Before is not null);
            }
            finally
            {
                File.Delete(beside);
            }
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
                File.Move(Write(Path, before), Path, overwrite: true);
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

    private static string Beside(string path, string suffix) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, $".{System.IO.Path.GetFileName(path)}.{suffix}");

    private static string Write(string path, ReadOnlyMemory<byte> text)
    {
        string beside = Beside(path, System.IO.Path.GetRandomFileName() + ".new");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var stream = new FileStream(beside, options))
            {
                stream.Write(text.Span);
                stream.Flush(flushToDisk: true);
            }

            if (File.Exists(path))
            {
                FileOwnership.Copy(path, beside);
            }
            else if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(beside, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            }

            return beside;
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
