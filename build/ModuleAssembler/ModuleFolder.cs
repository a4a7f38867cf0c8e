using System.Text;
using NginxHa.Build.Dsc;
using NginxHa.Build.Help;
using NginxHa.Build.Script;

namespace NginxHa.Build;

/// <summary>Puts the module's folder together.</summary>
internal static class ModuleFolder
{
    private const string Name = "NginxHa";

    /// <summary>Assembles the module; files that are already right are left alone, others in the folder are removed.</summary>
    /// <param name="root">The repository's folder.</param>
    /// <param name="list">Every file the module is made of; one that goes to a place of its own as <c>place|file</c>.</param>
    /// <param name="output">The folder to fill.</param>
    public static void Assemble(string root, IReadOnlyList<string> list, string output)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var programs = new HashSet<string>(StringComparer.Ordinal);
        foreach (string[] placed in list.Select(static line => line.Split('|')).Where(static parts => parts.Length == 2))
        {
            files[placed[0]] = File.ReadAllBytes(placed[1]);
            if (!OperatingSystem.IsWindows() && Path.GetExtension(placed[1]).Length == 0)
            {
                programs.Add(placed[0]);
            }
        }

        string[] sources = [.. list.Where(static line => !line.Contains('|', StringComparison.Ordinal))];
        string moduleFolder = Path.Combine(root, "module", Name);
        foreach (string source in sources.Where(source => source.EndsWith(".dll", StringComparison.Ordinal)))
        {
            files[Path.GetFileName(source)] = File.ReadAllBytes(source);
        }

        foreach (string source in Directory.EnumerateFiles(moduleFolder, "*", SearchOption.AllDirectories))
        {
            files[Path.GetRelativePath(moduleFolder, source).Replace('\\', '/')] = File.ReadAllBytes(source);
        }

        files["LICENSE"] = File.ReadAllBytes(Path.Combine(root, "LICENSE"));

        string[] classFiles = [.. sources
            .Where(source => source.EndsWith(".ps1", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
        MergedScript merged = ScriptMerger.Merge(Path.Combine(moduleFolder, Name + ".psm1"), classFiles);
        files[Name + ".psm1"] = Encode(merged.Text);

        string cmdlets = sources.Single(source => Path.GetFileName(source) == "HaCmdlets.dll");
        foreach ((string path, byte[] content) in HelpFolder.Build(Path.Combine(root, "docs", "en-US"), CmdletModel.ReadAll(cmdlets)))
        {
            files[path] = content;
        }

        ModuleManifest manifest = ModuleManifest.Read(Path.Combine(root, Name + ".psd1"));
        manifest.Check(files.Keys);
        if (DscManifests.Build(merged.Types, manifest) is { } manifests)
        {
            files[Name + ".dsc.manifests.json"] = Encode(manifests);
        }

        files[Name + ".psd1"] = manifest.Content;
        OutputFolder.Synchronize(output, files, programs);
    }

    private static byte[] Encode(string text) => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
}
