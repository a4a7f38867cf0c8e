using NginxHa.Tests.ModuleTests;
using Newtonsoft.Json.Linq;

namespace NginxHa.Tests.Dsc;

/// <summary>What DSC v3 knows of the resources without starting PowerShell, held against what they are.</summary>
public sealed class DscSchemaTests : IDisposable
{
    private static readonly JObject DocumentSchema = JObject.Parse(File.ReadAllText(Path.Combine(Repository.Module, "schemas", "nginxha.schema.json")));

    private readonly ScratchFolder _folder = new();
    private readonly JArray _manifests = (JArray)JObject.Parse(File.ReadAllText(Path.Combine(Repository.Module, "NginxHa.dsc.manifests.json")))["adaptedResources"]!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Manifests_are_those_of_the_classes_that_the_module_exports()
    {
        IReadOnlyList<(string Type, IReadOnlyList<string> Properties, IReadOnlyList<string> Capabilities)> listed = new AdapterReplay(Repository.Manifest).List();
        Assert.Equal(listed.Select(resource => resource.Type).Order(), _manifests.Select(manifest => (string)manifest["type"]!));
        string[] exported = [.. ModuleFixture.Invoke("(Get-Module -Name $args[0] -ListAvailable).ExportedDscResources", Repository.Manifest).Select(name => "NginxHa/" + name).Order()];
        Assert.Equal(listed.Select(resource => resource.Type).Order(), exported);
        foreach ((string type, IReadOnlyList<string> properties, IReadOnlyList<string> capabilities) in listed)
        {
            JToken manifest = _manifests.Single(candidate => (string?)candidate["type"] == type);
            Assert.Equal(["get", "set", "test", "export"], manifest["capabilities"]!.Values<string>());
            Assert.Equal(["export", "get", "set", "test"], capabilities.Order());
            Assert.Equal(properties.Order(), Properties(type).Properties().Select(property => property.Name).Order());
        }
    }

    [Fact]
    public void Every_property_and_every_resource_is_described()
    {
        foreach (JToken manifest in _manifests)
        {
            Assert.False(string.IsNullOrWhiteSpace((string?)manifest["description"]), (string?)manifest["type"]);
            Assert.Empty(Properties((string)manifest["type"]!).Properties().Where(property => string.IsNullOrWhiteSpace((string?)property.Value["description"])).Select(property => $"{manifest["type"]} {property.Name}"));
        }
    }

    [Fact]
    public void What_a_resource_gives_back_fits_its_schema_present_and_absent()
    {
        string document = Path.Combine(_folder.Path, "nginxha.json");
        (string Type, string Declaration)[] cases =
        [
            ("VrrpInstance", $$"""{ "Name": "VI_1", "Path": "{{document}}", "Interface": "eth0", "VirtualRouterId": 51, "VirtualIp": ["192.0.2.10/24"], "Track": [{ "Type": "Tcp", "Name": "t", "Host": "127.0.0.1", "Port": 80 }] }"""),
            ("HaTopology", $$"""{ "Name": "web", "Path": "{{_folder.Path}}/web.json", "LocalNode": "a", "Interface": "eth0", "Node": [{ "Name": "a" }, { "Name": "b" }], "VirtualIp": [{ "Address": "192.0.2.10/24" }] }"""),
            ("KeepalivedConfiguration", $$"""{ "Path": "{{_folder.Path}}/keepalived.conf", "Content": "global_defs {\n}\n", "PidPath": "{{_folder.Path}}/no.pid" }"""),
        ];
        var caller = new AdapterReplay(Repository.Manifest);
        foreach ((string type, string text) in cases)
        {
            JObject declaration = JObject.Parse(text);
            Assert.Empty(SchemaCheck.Problems(Schema(type), declaration));
            Assert.Empty(SchemaCheck.Problems(Schema(type), caller.Get(type, declaration)));
            caller.Set(type, declaration);
            Assert.Empty(SchemaCheck.Problems(Schema(type), caller.Get(type, declaration)));
        }
    }

    [Theory]
    [InlineData("VrrpInstance", """{ "Name": "x", "VirtualRouterId": 256 }""")]
    [InlineData("VrrpInstance", """{ "Name": "x", "Version": 4 }""")]
    [InlineData("VrrpInstance", """{ "Interface": "eth0" }""")]
    [InlineData("VrrpInstance", """{ "Name": "x", "Colour": "red" }""")]
    [InlineData("VrrpInstance", """{ "Name": "x", "Track": [{ "Type": "Moon" }] }""")]
    [InlineData("HaTopology", """{ "Name": "x", "Mode": "Circle" }""")]
    [InlineData("NginxUpstream", """{ "Name": "x", "Server": [{ "Weight": "heavy" }] }""")]
    [InlineData("NginxKeepalivedInstall", """{ "Component": "Apache" }""")]
    [InlineData("VirtualIp", """{ "Address": "192.0.2.1", "Interface": "eth0", "PrefixLength": 129 }""")]
    public void Schema_refuses_what_the_class_refuses(string type, string declaration) =>
        Assert.NotEmpty(SchemaCheck.Problems(Schema(type), JObject.Parse(declaration)));

    [Theory]
    [InlineData("HaTrack", "track")]
    [InlineData("HaNode", "node")]
    [InlineData("HaVirtualIp", "virtualIp")]
    public void Class_has_a_property_for_every_key_of_the_document(string name, string definition)
    {
        string[] properties = [.. ModuleFixture.Invoke($"using module '{Repository.Manifest}'\n[{name}].GetProperties().Name").Select(property => property.ToString().ToUpperInvariant()).Order()];
        Assert.Equal(Keys(DocumentSchema["$defs"]![definition]!).Select(key => key.ToUpperInvariant()).Distinct().Order(), properties);
    }

    [Theory]
    [InlineData("HaTopology")]
    [InlineData("VrrpInstance")]
    public void Export_on_a_machine_without_a_document_is_empty(string type)
    {
        Assert.SkipWhen(File.Exists("/etc/nginxha/nginxha.json"), "This machine has a document of its own.");
        Assert.Empty(new AdapterReplay(Repository.Manifest).Export(type));
        Assert.Empty(new ClassCaller(Repository.Manifest).Export(type));
    }

    private JObject Schema(string type) => (JObject)_manifests.Single(manifest => (string?)manifest["type"] == "NginxHa/" + type)["schema"]!["embedded"]!;

    private JObject Properties(string type) => (JObject)Schema(type["NginxHa/".Length..])["properties"]!;

    private static IEnumerable<string> Keys(JToken schema)
    {
        if (schema["$ref"] is { } reference)
        {
            return Keys(DocumentSchema.SelectToken(((string)reference!)[2..].Replace('/', '.'))!);
        }

        return schema["properties"] is JObject properties
            ? properties.Properties().Select(property => property.Name)
            : (schema["oneOf"] as JArray ?? []).SelectMany(Keys);
    }
}
