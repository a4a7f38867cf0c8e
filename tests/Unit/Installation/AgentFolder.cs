using NginxHa.Installation.Agent;

namespace NginxHa.Tests.Unit.Installation;

/// <summary>Folders with builds of an agent, native or for the .NET runtime.</summary>
internal sealed class AgentFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nha-");

    public string Path => _folder.FullName;

    public AgentBuild Native(string content = "native") => Build("native-" + content, (AgentPaths.Service, content));

    public AgentBuild Managed(string content = "managed") => Build(
        "managed-" + content, (AgentPaths.Service + ".dll", content), (AgentPaths.Service, "starter"), (AgentPaths.Service + ".runtimeconfig.json", "{}"));

    public void Dispose() => _folder.Delete(recursive: true);

    private AgentBuild Build(string name, params (string Name, string Content)[] files)
    {
        string folder = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(folder);
        foreach ((string file, string content) in files)
        {
            File.WriteAllText(System.IO.Path.Combine(folder, file), content);
        }

        return AgentBuild.Read(folder)!;
    }
}
