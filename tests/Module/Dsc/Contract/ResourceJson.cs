using System.Collections;
using System.Management.Automation;
using System.Security;
using Newtonsoft.Json.Linq;

namespace NginxHa.Tests.Dsc;

/// <summary>Values of PowerShell as ConvertTo-Json writes them; enumerations by their names, as the adapter makes them.</summary>
internal static class ResourceJson
{
    public static JToken Of(object? value)
    {
        object? bare = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        switch (bare)
        {
            case null:
                return JValue.CreateNull();
            case Enum name:
                return name.ToString();
            case string or bool or int or long or double or decimal or byte or uint:
                return JToken.FromObject(bare);
            case SecureString secret:
                return new JObject { ["Length"] = secret.Length };
            case IDictionary dictionary:
                return new JObject(dictionary.Cast<DictionaryEntry>().Select(entry => new JProperty(entry.Key.ToString()!, Of(entry.Value))));
            case IEnumerable items:
                return new JArray(items.Cast<object?>().Select(Of));
            default:
                return new JObject(PSObject.AsPSObject(bare).Properties.Select(property => new JProperty(property.Name, Of(property.Value))));
        }
    }

    /// <summary>JSON as ConvertFrom-Json reads it.</summary>
    public static object? ToPowerShell(JToken token)
    {
        switch (token)
        {
            case JObject json:
                var result = new PSObject();
                foreach (JProperty property in json.Properties())
                {
                    result.Properties.Add(new PSNoteProperty(property.Name, ToPowerShell(property.Value)));
                }

                return result;
            case JArray array:
                return array.Select(ToPowerShell).ToArray();
            default:
                return ((JValue)token).Value;
        }
    }
}
