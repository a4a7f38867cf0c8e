using System.Management.Automation;
using System.Management.Automation.Language;
using Newtonsoft.Json.Linq;

namespace NginxHa.Tests.Dsc;

/// <summary>
/// Does what the adapter Microsoft.Adapter/PowerShell of DSC v3 does: it knows a resource from the syntax tree of the root
/// module, gets JSON, turns objects at the top into hash tables, sets the properties of a new object in a process of its
/// own, calls the method and gives back JSON of all properties, those without a value too.
/// </summary>
/// <param name="manifest">Path of the module's manifest.</param>
internal sealed class AdapterReplay(string manifest) : IResourceCaller
{
    private const string Prefix = "NginxHa/";

    private TypeDefinitionAst[]? _types;

    private static readonly string[] Operations = ["Get", "Set", "Test", "Export"];

    /// <summary>What "list" answers: types, with their properties and capabilities.</summary>
    public IReadOnlyList<(string Type, IReadOnlyList<string> Properties, IReadOnlyList<string> Capabilities)> List()
    {
        TypeDefinitionAst[] types = ReadTypes();
        return
        [
            .. types.Where(IsResource).Select(type => (
                Prefix + type.Name,
                (IReadOnlyList<string>)[.. PropertiesOf(type, types).Select(property => property.Name)],
                (IReadOnlyList<string>)[.. type.Members.OfType<FunctionMemberAst>().Select(method => method.Name).Where(Operations.Contains).Select(name => name.ToLowerInvariant())])),
        ];
    }

    public JObject Get(string type, JObject declaration) => (JObject)JToken.Parse(Run("Get", type, declaration.ToString()));

    /// <summary>"test" answers with the state; the engine holds it against the declaration unless _inDesiredState says it.</summary>
    public bool Test(string type, JObject declaration)
    {
        var answer = (JObject)JToken.Parse(Run("Test", type, declaration.ToString()));
        bool own = (bool)answer["InDesiredState"]!;
        var state = (JObject)answer["State"]!;
        bool engine = Differences(declaration, state).Count == 0;
        Assert.Equal(own, (bool)state["_inDesiredState"]!);

        // A secret is in no answer, so that the engine's own comparison cannot see that it is right.
        Assert.True(own == engine || declaration.ContainsKey("Secret"), $"declared {declaration}, got {state}");
        return own;
    }

    public void Set(string type, JObject declaration) => Run("Set", type, declaration.ToString());

    public IReadOnlyList<JObject> Export(string type) => [.. ((JArray)JToken.Parse(Run("Export", type, "{}"))).Cast<JObject>()];

    /// <summary>Properties whose value in a state is not the declared one.</summary>
    public static IReadOnlyList<string> Differences(JObject declaration, JObject state) =>
        [.. declaration.Properties().Where(property => !Covers(state[property.Name], property.Value)).Select(property => property.Name)];

    /// <summary>Whether a value has all that another says.</summary>
    private static bool Covers(JToken? actual, JToken declared) => (actual, declared) switch
    {
        (JObject found, JObject wanted) => wanted.Properties().All(property => Covers(found[property.Name], property.Value)),
        (JArray found, JArray wanted) => found.Count == wanted.Count && wanted.Zip(found).All(pair => Covers(pair.Second, pair.First)),
        (JValue { Value: double or long } found, JValue { Value: double or long } wanted) => (double)found == (double)wanted,
        _ => JToken.DeepEquals(actual, declared),
    };

    private string Run(string operation, string type, string json)
    {
        ModuleCompilation.Once(manifest);
        TypeDefinitionAst[] types = ReadTypes();
        TypeDefinitionAst resource = types.Single(candidate => IsResource(candidate) && candidate.Name == type);
        string[] secrets = [.. PropertiesOf(resource, types).Where(property => property.PropertyType?.TypeName.Name.Equals("securestring", StringComparison.OrdinalIgnoreCase) == true).Select(property => property.Name)];
        PSObject[] output = FreshRunspace.Run(
            """
            param($Module, $Class, $Declaration, $Valid, $Secret, $Operation)
            function ConvertTo-Bare($Value) { if ($Value -is [System.Enum]) { $Value.ToString() } else { , $Value } }
            $type = & (Import-Module -Name $Module -PassThru) ([scriptblock]::Create("'$Class' -as 'type'"))
            if ($Operation -eq 'Export') {
                foreach ($found in $type.GetMethod('Export').Invoke($null, $null)) {
                    $state = @{}
                    foreach ($name in $Valid) { $state[$name] = ConvertTo-Bare $found.$name }
                    $state
                }
                return
            }
            $resource = $type::new()
            foreach ($property in $Declaration.PSObject.Properties) {
                if ($property.Value -is [System.Management.Automation.PSCustomObject]) {
                    $table = @{}
                    foreach ($member in $property.Value.PSObject.Properties) { $table[$member.Name] = $member.Value }
                    $resource.$($property.Name) = $table
                } elseif ($property.Name -in $Secret) {
                    $text = [System.Security.SecureString]::new()
                    foreach ($character in $property.Value.ToCharArray()) { $text.AppendChar($character) }
                    $resource.$($property.Name) = $text
                } else {
                    $resource.$($property.Name) = $property.Value
                }
            }
            if ($Operation -eq 'Set') {
                $resource.Set()
                return
            }
            $good = $Operation -eq 'Test' -and $resource.Test()
            $raw = $resource.Get()
            $state = @{}
            foreach ($name in $Valid) { $state[$name] = ConvertTo-Bare $raw.$name }
            if ($Operation -eq 'Get') { $state } else { @{ InDesiredState = $good; State = $state } }
            """,
            manifest,
            type,
            ResourceJson.ToPowerShell(JObject.Parse(json))!,
            PropertiesOf(resource, types).Select(property => property.Name).ToArray(),
            secrets,
            operation);
        JToken[] results = [.. output.Select(ResourceJson.Of)];
        return operation == "Export" ? new JArray(results).ToString() : operation == "Set" ? string.Empty : Assert.Single(results).ToString();
    }

    private TypeDefinitionAst[] ReadTypes() => _types ??= ParseTypes();

    private TypeDefinitionAst[] ParseTypes()
    {
        ScriptBlockAst ast = Parser.ParseFile(Path.ChangeExtension(manifest, ".psm1"), out _, out ParseError[] errors);
        Assert.Empty(errors.Select(error => error.Message));
        return [.. ast.FindAll(node => node is TypeDefinitionAst, searchNestedScriptBlocks: false).Cast<TypeDefinitionAst>()];
    }

    private static bool IsResource(TypeDefinitionAst type) => type.Attributes.Any(attribute => attribute.TypeName.Name == "DscResource");

    private static IEnumerable<PropertyMemberAst> PropertiesOf(TypeDefinitionAst type, TypeDefinitionAst[] types) =>
    [
        .. type.BaseTypes.SelectMany(constraint => types.Where(candidate => candidate.Name == constraint.TypeName.Name)).SelectMany(parent => PropertiesOf(parent, types)),
        .. type.Members.OfType<PropertyMemberAst>().Where(property => !property.IsStatic && property.Attributes.Any(attribute => attribute.TypeName.Name == "DscProperty")),
    ];
}
