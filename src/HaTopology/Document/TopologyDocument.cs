using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NginxHa.Topology.Document;
using NginxHa.Topology.Document.Shapes;

namespace NginxHa.Topology;

/// <summary>
/// The JSON document of a topology: strict in what it takes (unknown keys, wrong types and values out of range are refused,
/// each with line, column and JSON path) and stable in what it writes.
/// </summary>
public static class TopologyDocument
{
    /// <summary>Name of the schema, shipped as schemas/nginxha.schema.json; the value of <c>$schema</c> in documents.</summary>
    public const string SchemaUri = "urn:nginxha:schema:topology";

    /// <summary>Where the agent looks for its document on Linux.</summary>
    public const string DefaultPath = "/etc/nginxha/nginxha.json";

    private const string SchemaKey = "$schema";
    private const int DeepestNesting = 32;
    private const int LargestDocument = 16 * 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The document.</param>
    /// <exception cref="IOException">The file is not there, cannot be read, or is larger than 16 MiB.</exception>
    public static TopologyReadResult ReadFile(string path)
    {
        using var reader = new StreamReader(new MemoryStream(ReadBytes(path)), Encoding.UTF8);
        return Parse(reader.ReadToEnd(), path);
    }

    /// <summary>The bytes of a file that may hold a document.</summary>
    /// <inheritdoc cref="ReadFile"/>
    internal static byte[] ReadBytes(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileInfo(path).Length > LargestDocument
            ? throw new IOException($"'{path}' is larger than {LargestDocument} bytes; that is no topology document.")
            : File.ReadAllBytes(path);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="json">The document.</param>
    /// <param name="file">Name of the file for findings; null for none.</param>
    public static TopologyReadResult Parse(string json, string? file = null) => Parse(json, file, static _ => []);

    /// <summary>Reads a text, with more checks on a document that is right as far as this library can tell.</summary>
    /// <param name="json">The document.</param>
    /// <param name="file">Name of the file for findings; null for none.</param>
    /// <param name="check">Finds more; each finding gets line and column of the JSON path in its subject.</param>
    internal static TopologyReadResult Parse(string json, string? file, Func<HaTopology, IEnumerable<Finding>> check)
    {
        ArgumentNullException.ThrowIfNull(json);
        var context = new ReadContext(file);
        HaTopology? topology = null;
        try
        {
            JToken root = Load(json);
            if (root is not JObject document)
            {
                context.Refuse(root, "WrongType", $"The document is {ReadContext.Describe(root)}; it has to be an object.");
            }
            else
            {
                HaTopology read = DocumentShapes.Document.Start();
                if (DocumentShapes.Document.TryReadProperties(document, context, SchemaKey, ref read))
                {
                    topology = read;
                    var checks = new DocumentChecks(context, document);
                    checks.Add(TopologyValidator.Validate(read));
                    if (!context.HasErrors)
                    {
                        checks.Add(check(read));
                    }
                }
            }
        }
        catch (JsonReaderException exception)
        {
            context.AddSyntaxError(exception);
        }

        return new TopologyReadResult(context.HasErrors ? null : topology, context.Findings);
    }

    /// <summary>Writes a topology: keys in the order of the schema, defaults left out.</summary>
    /// <param name="topology">The topology.</param>
    /// <exception cref="NotSupportedException">It holds something that exists in a running program only, such as a callback track.</exception>
    public static string Write(HaTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var document = new JObject { [SchemaKey] = SchemaUri };
        DocumentShapes.Document.WriteProperties(topology, document);
        return Format(document);
    }

    /// <summary>The JSON schema (draft 2020-12) of a document.</summary>
    public static string Schema()
    {
        var context = new SchemaContext();
        JObject root = DocumentShapes.Document.DescribeProperties(context, tag: null);
        ((JObject)root["properties"]!).AddFirst(new JProperty(SchemaKey, new JObject { ["type"] = "string", ["description"] = "This schema, for editors." }));
        var schema = new JObject
        {
            [SchemaKey] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = SchemaUri,
            ["title"] = "NginxHa topology",
        };
        schema.Merge(root);
        schema["oneOf"] = new JArray(
            new JObject { ["required"] = new JArray("nodes", "virtualIps"), ["not"] = new JObject { ["required"] = new JArray("instances") } },
            new JObject { ["required"] = new JArray("instances"), ["not"] = new JObject { ["anyOf"] = new JArray(new JObject { ["required"] = new JArray("nodes") }, new JObject { ["required"] = new JArray("virtualIps") }) } });
        schema["$defs"] = context.Definitions();
        return Format(schema);
    }

    /// <summary>Reads JSON with the place of each token; one value, no key twice.</summary>
    /// <exception cref="JsonReaderException">It is no JSON, or nested too deeply.</exception>
    internal static JToken Load(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json))
        {
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Decimal,
            MaxDepth = DeepestNesting,
        };
        JToken root = JToken.Load(reader, new JsonLoadSettings
        {
            CommentHandling = CommentHandling.Ignore,
            LineInfoHandling = LineInfoHandling.Load,
            DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error,
        });
        // A second value after the first one is a mistake; this throws where it stands.
        while (reader.Read())
        {
        }

        return root;
    }

    private static string Format(JObject document)
    {
        var text = new StringBuilder();
        using (var writer = new JsonTextWriter(new StringWriter(text, System.Globalization.CultureInfo.InvariantCulture) { NewLine = "\n" }) { Formatting = Formatting.Indented, Indentation = 2 })
        {
            document.WriteTo(writer);
        }

        return text.Append('\n').ToString();
    }
}
