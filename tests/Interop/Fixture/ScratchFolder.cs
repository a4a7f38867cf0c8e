namespace NginxHa.Tests.Interop.Fixture;

/// <summary>A folder that only this user can enter, removed at the end.</summary>
public sealed class ScratchFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    /// <param name="forPrograms">
    /// Put it where nobody but root can change anything on the way to it, because keepalived and our engine run no program as root
    /// that others could replace; otherwise it is in the temporary directory.
    /// </param>
    public ScratchFolder(bool forPrograms = false) => Path = forPrograms
        ? Directory.CreateDirectory($"/run/nha-{Guid.NewGuid():N}", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName
        : Directory.CreateTempSubdirectory("nha-").FullName;

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Absolute path of something in the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a text file and answers with its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Writes a program that only root can change and answers with its path.</summary>
    public string WriteProgram(string name, string text)
    {
        string path = Write(name, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
