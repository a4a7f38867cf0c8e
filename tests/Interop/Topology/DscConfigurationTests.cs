using Newtonsoft.Json.Linq;
using NginxHa.Tests.Dsc;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Topologies;

/// <summary>The configuration documents for DSC v3: what they declare exists, fits its schema, and can be set.</summary>
public sealed class DscConfigurationTests : IDisposable
{
    private static readonly string Manifest = Path.Combine(Repository.Root, "output", "NginxHa", "NginxHa.psd1");

    private readonly ScratchFolder _folder = new(forPrograms: true);

    public void Dispose() => _folder.Dispose();

    [InteropTheory(Needs.Ansible | Needs.Keepalived)]
    [InlineData("master-backup.dsc.config.yaml")]
    [InlineData("dual-master.dsc.config.yaml")]
    public void Example_fits_the_schemas_and_its_topology_can_be_set(string name)
    {
        // The reader of YAML comes with Ansible.
        string path = Path.Combine(Repository.Root, "examples", "dsc", name);
        JObject configuration = JObject.Parse(Command.Run("python3", "-c", "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))", path).Output);
        var schemas = ((JArray)JObject.Parse(File.ReadAllText(Path.ChangeExtension(Manifest, ".dsc.manifests.json")))["adaptedResources"]!)
            .ToDictionary(manifest => (string)manifest["type"]!, manifest => (JObject)manifest["schema"]!["embedded"]!);
        JObject[] resources = [.. configuration["resources"]!.Cast<JObject>()];
        Assert.All(resources, resource => Assert.Empty(SchemaCheck.Problems(schemas[(string)resource["type"]!], resource["properties"]!)));
        string[] known = [.. resources.Select(resource => $"[resourceId('{resource["type"]}', '{resource["name"]}')]")];
        Assert.All(resources.SelectMany(resource => resource["dependsOn"] ?? new JArray()), dependency => Assert.Contains((string)dependency!, known));

        var declaration = (JObject)resources.Single(resource => (string?)resource["type"] == "NginxHa/HaTopology")["properties"]!;
        declaration["Path"] = _folder["nginxha.json"];
        declaration["KeepalivedPath"] = _folder["keepalived.conf"];
        declaration["KeepalivedPidPath"] = _folder["keepalived.pid"];
        declaration["LocalNode"] = "centos6-2";
        var caller = new AdapterReplay(Manifest);
        Assert.False(caller.Test("HaTopology", declaration));
        caller.Set("HaTopology", declaration);
        Assert.True(caller.Test("HaTopology", declaration));
    }
}
