using System.Collections;
using System.Management.Automation;
using System.Security;
using Newtonsoft.Json.Linq;

namespace NginxHa.Tests.Dsc;

/// <summary>
/// Uses a resource as PSDesiredStateConfiguration does: a fresh runspace, <c>using module</c>, a new object, its properties
/// one by one, and the method.
/// </summary>
internal sealed class ClassCaller : IResourceCaller
{
    private readonly string _manifest;

    /// <summary>Uses a module.</summary>
    /// <param name="manifest">Path of its manifest.</param>
    public ClassCaller(string manifest)
    {
        ModuleCompilation.Once(manifest);
        _manifest = manifest;
    }

    public JObject Get(string type, JObject declaration) => (JObject)ResourceJson.Of(Assert.Single(Call(type, "Get", declaration)));

    public bool Test(string type, JObject declaration) => (bool)Assert.Single(Call(type, "Test", declaration)).BaseObject;

    public void Set(string type, JObject declaration) => Call(type, "Set", declaration);

    public IReadOnlyList<JObject> Export(string type) =>
        [.. FreshRunspace.Run($"using module '{_manifest}'\n[{type}]::Export()").Select(ResourceJson.Of).Cast<JObject>()];

    private PSObject[] Call(string type, string method, JObject declaration) => FreshRunspace.Run(
        $$"""
        using module '{{_manifest}}'
        param([hashtable] $Property)
        $resource = [{{type}}]::new()
        foreach ($name in $Property.Keys) {
            $resource.$name = $Property[$name]
        }
        $resource.{{method}}()
        """,
        ToHashtable(declaration));

    private static Hashtable ToHashtable(JObject json)
    {
        var result = new Hashtable();
        foreach (JProperty property in json.Properties())
        {
            result[property.Name] = property.Name == "Secret" ? ToSecret((string)property.Value!) : ToValue(property.Value);
        }

        return result;
    }

    private static SecureString ToSecret(string text)
    {
        var secret = new SecureString();
        foreach (char character in text)
        {
            secret.AppendChar(character);
        }

        return secret;
    }

    private static object? ToValue(JToken token) => token switch
    {
        JObject json => ToHashtable(json),
        JArray array => array.Select(ToValue).ToArray(),
        JValue { Value: long number } => (int)number,
        _ => ((JValue)token).Value,
    };
}
