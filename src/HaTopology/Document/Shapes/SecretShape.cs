using Newtonsoft.Json.Linq;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>A secret as a text, or an object that names a file or a credential of systemd with the secret in it.</summary>
internal sealed class SecretShape : Shape<SecretValue>
{
    private const string Name = "secretReference";
    private const string File = "file";
    private const string Credential = "credential";

    private static readonly Shape<string> _credential = new TextShape<string>(
        "a name of 1 to 255 characters without '/'",
        (string text, out string value) => (value = text).Length is > 0 and < 256 && text is not ("." or "..") && !text.Contains('/', StringComparison.Ordinal) && !text.Any(char.IsControl),
        text => text,
        new JObject { ["pattern"] = "^[^/]{1,255}$" });

    public static SecretShape Instance { get; } = new();

    public override bool TryRead(JToken token, ReadContext context, out SecretValue value)
    {
        value = default;
        if (token is not JObject json)
        {
            bool good = ValueShapes.Secret.TryRead(token, context, out ReadOnlyMemory<byte> bytes);
            value = new SecretValue(bytes, null);
            return good;
        }

        if (json.Properties().ToArray() is not [{ Name: File or Credential } only])
        {
            return context.Refuse(json, "UnknownKey", $"{ReadContext.PathOf(json)} has to have one key: '{File}' or '{Credential}'.");
        }

        bool isFile = only.Name == File;
        if (!(isFile ? ValueShapes.AbsolutePath : _credential).TryRead(only.Value, context, out string name))
        {
            return false;
        }

        value = new SecretValue(default, new SecretReference(isFile ? SecretPlace.File : SecretPlace.Credential, name));
        return true;
    }

    public override JToken Write(SecretValue value) => value.Reference is { } reference
        ? new JObject { [reference.Place == SecretPlace.File ? File : Credential] = reference.Name }
        : ValueShapes.Secret.Write(value.Bytes);

    public override JObject Describe(SchemaContext context) => new()
    {
        ["oneOf"] = new JArray(ValueShapes.Secret.Describe(context), context.Reference(Name, () => new JObject
        {
            ["description"] = "Where a secret is; the agent looks it up on its own node.",
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["minProperties"] = 1,
            ["maxProperties"] = 1,
            ["properties"] = new JObject
            {
                [File] = Described(ValueShapes.AbsolutePath.Describe(context), "Absolute path of a file that nobody but root can read or change."),
                [Credential] = Described(_credential.Describe(context), "Name of a credential that systemd gives to the service (LoadCredential=)."),
            },
        })),
    };

    private static JObject Described(JObject schema, string description)
    {
        schema["description"] = description;
        return schema;
    }
}
