using NginxHa.Installation.Machine;

namespace NginxHa.Installation.Sources;

/// <summary>
/// Puts what a build installed into a folder of its own in its places on the machine: all of it or nothing. Everything is copied beside
/// its destination first, which is where a full disk shows; then each file takes its place in one step, and a failure puts back all.
/// </summary>
/// <param name="files">The machine's files.</param>
/// <param name="stage">The folder with the files.</param>
/// <param name="destination">The folder on the machine that it stands for.</param>
internal sealed class StagedInstallation(MachineFiles files, string stage, string destination = "/")
{
    private readonly string _mark = $".nginxha-{Path.GetRandomFileName()}";
    private readonly List<(string Path, string Beside, string? Backup)> _prepared = [];
    private readonly List<string> _madeFolders = [];

    /// <summary>Puts the files in their places.</summary>
    /// <param name="keepExisting">Whether a file that is there already stays as it is: configuration and pages.</param>
    /// <param name="rename">Another path for a staged file; null for the same.</param>
    /// <param name="afterEach">Called before each file takes its place; a test makes it fail.</param>
    /// <returns>Every installed file, with its SHA-256; those that were kept are not among them.</returns>
    public IReadOnlyDictionary<string, string> Commit(Predicate<string> keepExisting, Func<string, string?> rename, Action<string>? afterEach = null)
    {
        var installed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        int swapped = 0;
        try
        {
            MakeFolder(destination, stage);
            foreach (string folder in Directory.EnumerateDirectories(stage, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                MakeFolder(PathOf(folder), folder);
            }

            foreach (string staged in Directory.EnumerateFiles(stage, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                string path = rename(PathOf(staged)) ?? PathOf(staged);
                if (!files.Exists(path) || !keepExisting(path))
                {
                    Prepare(path, staged);
                    installed[path] = new FileInfo(staged).LinkTarget is { } target ? target : ArchiveVerifier.Sha256(staged);
                }
            }

            foreach ((string path, string beside, _) in _prepared)
            {
                afterEach?.Invoke(path);
                File.Move(beside, files.Locate(path), overwrite: true);
                swapped++;
            }
        }
        catch (Exception exception)
        {
            Undo(swapped);
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw new InstallationException(InstallationFailure.FileSystem, $"The files could not be put in their places, and everything is as it was: {exception.Message}", exception);
            }

            throw;
        }

        foreach ((_, _, string? backup) in _prepared)
        {
            if (backup is not null)
            {
                File.Delete(backup);
            }
        }

        return installed;
    }

    /// <summary>Folders that did not exist before.</summary>
    public IReadOnlyList<string> MadeFolders => _madeFolders;

    private string PathOf(string staged) => (destination.EndsWith('/') ? destination : destination + Path.DirectorySeparatorChar) + Path.GetRelativePath(stage, staged);

    private void MakeFolder(string path, string staged)
    {
        if (!files.FolderExists(path))
        {
            Directory.CreateDirectory(files.Locate(path));
            _madeFolders.Add(path);
            if (!OperatingSystem.IsWindows())
            {
                // Nothing of an installation is for its owner alone, whatever the process's mask says.
                File.SetUnixFileMode(files.Locate(path), File.GetUnixFileMode(staged) | UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            }
        }
    }

    private void Prepare(string path, string staged)
    {
        string place = files.Locate(path);
        string beside = place + _mark;
        string? backup = File.Exists(place) || new FileInfo(place).LinkTarget is not null ? place + _mark + "-old" : null;
        _prepared.Add((path, beside, backup));
        Copy(staged, beside);
        if (backup is not null)
        {
            Copy(place, backup);
        }
    }

    private static void Copy(string from, string to)
    {
        if (new FileInfo(from).LinkTarget is { } target)
        {
            File.CreateSymbolicLink(to, target);
        }
        else
        {
            File.Copy(from, to);
        }
    }

    private void Undo(int swapped)
    {
        for (int i = _prepared.Count - 1; i >= 0; i--)
        {
            (string path, string beside, string? backup) = _prepared[i];
            if (i < swapped && backup is not null)
            {
                File.Move(backup, files.Locate(path), overwrite: true);
            }
            else if (i < swapped)
            {
                File.Delete(files.Locate(path));
            }

            File.Delete(beside);
            if (backup is not null)
            {
                File.Delete(backup);
            }
        }

        foreach (string folder in Enumerable.Reverse(_madeFolders))
        {
            string place = files.Locate(folder);
            if (Directory.Exists(place) && !Directory.EnumerateFileSystemEntries(place).Any())
            {
                Directory.Delete(place);
            }
        }
    }
}
