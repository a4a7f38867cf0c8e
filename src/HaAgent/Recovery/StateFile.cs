namespace NginxHa.Agent.Recovery;

/// <summary>The file that holds a <see cref="RuntimeState"/>, for root alone.</summary>
internal sealed class StateFile(string path)
{
    private const string FileName = "state.json";

    /// <summary>The one of a runtime directory.</summary>
    public static StateFile In(string runtimeFolder) => new(Path.Combine(runtimeFolder, FileName));

    /// <summary>What an earlier agent left, or null when it left nothing or nothing that can be read.</summary>
    /// <exception cref="IOException">There is a file that cannot be read.</exception>
    public RuntimeState? Read() => File.Exists(path) ? RuntimeState.Read(File.ReadAllText(path)) : null;

    /// <summary>
    /// Replaces the file at one blow. It is not forced to a disk: it has to outlive this process, not the machine, whose restart
    /// removes everything that it speaks of.
    /// </summary>
    public void Write(RuntimeState state)
    {
        string beside = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(beside, options))
        {
            writer.Write(state.Write());
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Nothing is left on the node.</summary>
    public void Delete() => File.Delete(path);
}
