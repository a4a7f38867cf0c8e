using Newtonsoft.Json.Linq;

namespace NginxHa.Cmdlets.Resources.Documents;

/// <summary>Where a secret is, instead of the secret.</summary>
/// <param name="name">Name of the property.</param>
/// <param name="path">Keys that lead to the secret.</param>
/// <param name="kind">Key that says where it is.</param>
internal sealed class SecretReferenceProperty(string name, string path, string kind) : DocumentProperty(name, path)
{
    /// <inheritdoc/>
    public override void Merge(JObject target, object value) => Parent(target)[Key] = new JObject { [kind] = (string)value };

    /// <inheritdoc/>
    public override JToken? Select(JObject all) => (base.Select(all) as JObject)?[kind];
}
