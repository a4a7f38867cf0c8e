using Newtonsoft.Json.Linq;

namespace NginxHa.Cmdlets.Resources.Documents;

/// <summary>A switch that stands for an object: true for one, false for none.</summary>
/// <param name="name">Name of the property.</param>
/// <param name="path">Keys that lead to the object.</param>
internal sealed class PresenceProperty(string name, string path) : DocumentProperty(name, path)
{
    /// <inheritdoc/>
    public override void Merge(JObject target, object value)
    {
        JObject parent = Parent(target);
        if (value is not true)
        {
            parent[Key] = JValue.CreateNull();
        }
        else if (parent[Key] is not JObject)
        {
            parent[Key] = new JObject();
        }
    }

    /// <inheritdoc/>
    public override JToken? Select(JObject all) => base.Select(all) is { } found ? new JValue(found is JObject) : null;
}
