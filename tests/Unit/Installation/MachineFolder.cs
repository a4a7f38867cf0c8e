using NginxHa.Installation.Machine;

namespace NginxHa.Tests.Unit.Installation;

/// <summary>A folder that stands for a machine's root.</summary>
internal sealed class MachineFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("nha-").FullName;

    public MachineFolder(params (string Path, string Text)[] files)
    {
        Files = new MachineFiles(_root);
        foreach ((string path, string text) in files)
        {
            Add(path, text);
        }
    }

    public MachineFiles Files { get; }

    public void Add(string path, string text)
    {
        string place = Files.Locate(path);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllText(place, text);
    }

    public IReadOnlyList<string> AllFiles() =>
        [.. Directory.GetFiles(_root, "*", SearchOption.AllDirectories).Select(file => "/" + Path.GetRelativePath(_root, file)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
