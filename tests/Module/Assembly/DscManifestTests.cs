using NginxHa.Build;
using NginxHa.Build.Dsc;
using NginxHa.Build.Script;
using Newtonsoft.Json.Linq;

namespace NginxHa.Tests.ModuleTests.Assembly;

public sealed class DscManifestTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly JObject _resource;
    private readonly JObject _schema;

    public DscManifestTests()
    {
        string json = Build(SampleClasses.Enum, SampleClasses.Base, SampleClasses.Resource)!;
        _resource = (JObject)Assert.Single((JArray)JObject.Parse(json)["adaptedResources"]!);
        _schema = (JObject)_resource["schema"]!["embedded"]!;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Resource_says_how_it_is_found_and_run()
    {
        Assert.Equal("NginxHa/SampleRouter", (string?)_resource["type"]);
        Assert.Equal("resource", (string?)_resource["kind"]);
        Assert.Equal("0.1.0", (string?)_resource["version"]);
        Assert.Equal("Microsoft.Adapter/PowerShell", (string?)_resource["requireAdapter"]);
        Assert.Equal("NginxHa.psd1", (string?)_resource["path"]);
        Assert.Equal("A router that is kept as described.", (string?)_resource["description"]);
        Assert.Equal(["get", "set", "test"], _resource["capabilities"]!.Values<string>());
    }

    [Fact]
    public void Keys_and_mandatory_properties_are_required_and_no_others_allowed()
    {
        Assert.Equal(["Name", "Address"], _schema["required"]!.Values<string>());
        Assert.False((bool)_schema["additionalProperties"]!);
        Assert.Equal(
            ["Ensure", "Name", "Priority", "Address", "Delay", "Part", "Reason"],
            ((JObject)_schema["properties"]!).Properties().Select(property => property.Name));
    }

    [Theory]
    [InlineData("Name", """{"title":"Name","type":"string","minLength":1,"description":"What it is called."}""")]
    [InlineData("Priority", """{"title":"Priority","type":"integer","minimum":1,"maximum":254,"default":100,"description":"How much it wants to be master."}""")]
    [InlineData("Ensure", """{"title":"Ensure","type":"string","enum":["Present","Absent"],"default":"Present"}""")]
    [InlineData("Address", """{"title":"Address","type":"array","items":{"type":"string"}}""")]
    [InlineData("Delay", """{"title":"Delay","type":["integer","null"],"minimum":-2147483648,"maximum":2147483647}""")]
    [InlineData("Reason", """{"title":"Reason","type":["array","null"],"items":{"type":"string"},"readOnly":true}""")]
    [InlineData("Part", """{"title":"Part","type":["array","null"],"items":{"type":"object","description":"A part of a router.","additionalProperties":false,"properties":{"Kind":{"title":"Kind","type":["string","null"],"enum":["Http","Tcp",null]},"Header":{"title":"Header","type":["object","null"]}}}}""")]
    public void Property_has_the_schema_of_its_type_and_its_validation(string name, string expected)
    {
        JToken actual = _schema["properties"]![name]!;
        Assert.True(JToken.DeepEquals(JToken.Parse(expected), actual), actual.ToString());
    }

    [Fact]
    public void Module_without_resources_has_no_manifest() => Assert.Null(Build(SampleClasses.Enum));

    private string? Build(params string[] classes)
    {
        MergedScript merged = ScriptMerger.Merge(
            _folder.Write("Root.psm1", "1"), [.. classes.Select((text, index) => _folder.Write($"class{index}.ps1", text))]);
        return DscManifests.Build(merged.Types, ModuleManifest.Read(Repository.PathOf("NginxHa.psd1")));
    }
}
