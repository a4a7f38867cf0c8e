using System.Management.Automation.Language;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace NginxHa.Build.Dsc;

/// <summary>
/// Writes the adapted-resource manifests by which DSC v3 finds the module's resources, and knows their JSON schema,
/// without starting PowerShell.
/// </summary>
internal static class DscManifests
{
    private const string ManifestSchema = "https://aka.ms/dsc/schemas/v3/bundled/adaptedresource/manifest.json";
    private const string Adapter = "Microsoft.Adapter/PowerShell";
    private static readonly string[] Capabilities = ["Get", "Set", "Test", "Export"];

    /// <summary>The content of NginxHa.dsc.manifests.json; null when the module has no resources.</summary>
    /// <param name="types">The module's classes and enums.</param>
    /// <param name="manifest">The module manifest.</param>
    public static string? Build(IReadOnlyList<TypeDefinitionAst> types, ModuleManifest manifest)
    {
        var schemas = new ClassSchema(types);
        var resources = new JArray(types
            .Where(IsResource)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => Resource(type, schemas, manifest)));
        return resources.Count == 0
            ? null
            : new JObject { ["adaptedResources"] = resources }.ToString(Formatting.Indented).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>Whether a class is a DSC resource.</summary>
    public static bool IsResource(TypeDefinitionAst type) =>
        type.IsClass && type.Attributes.Any(attribute => attribute.TypeName.Name.Equals("DscResource", StringComparison.OrdinalIgnoreCase));

    private static JObject Resource(TypeDefinitionAst type, ClassSchema schemas, ModuleManifest manifest)
    {
        string name = "NginxHa/" + type.Name;
        string description = TypeComment.Of(type).Summary;
        JObject schema = schemas.Of(type);
        schema.AddFirst(new JProperty("title", name));
        schema.AddFirst(new JProperty("$schema", "https://json-schema.org/draft/2020-12/schema"));
        return new JObject
        {
            ["$schema"] = ManifestSchema,
            ["type"] = name,
            ["kind"] = "resource",
            ["version"] = manifest.Version,
            ["capabilities"] = new JArray(Capabilities.Where(capability => schemas.HasMethod(type, capability)).Select(capability => capability.ToLowerInvariant())),
            ["description"] = description,
            ["author"] = manifest.Author,
            ["requireAdapter"] = Adapter,
            ["path"] = "NginxHa.psd1",
            ["schema"] = new JObject { ["embedded"] = schema },
        };
    }
}
