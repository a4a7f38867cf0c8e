using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using NginxHa.Cmdlets.Binding;

namespace NginxHa.Cmdlets.Resources;

/// <summary>
/// Turns what stands in a property of a resource into texts, numbers, switches, lists and dictionaries: hash tables,
/// objects read from JSON and objects of the module's classes look alike then.
/// </summary>
internal static class PlainResourceValue
{
    /// <summary>The plain value. Members without a value are left out.</summary>
    public static object? Of(object? value)
    {
        object? bare = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        return bare switch
        {
            null => null,
            string or bool or Enum => bare is Enum ? bare.ToString() : bare,
            SwitchParameter flag => flag.ToBool(),
            SecureString secret => SecretTransformationAttribute.Reveal(secret),
            PSCredential credential => SecretTransformationAttribute.Reveal(credential.Password),
            IConvertible or TimeSpan or System.Net.IPAddress or Uri => bare,
            IDictionary dictionary => Members(dictionary.Cast<DictionaryEntry>().Select(entry => (entry.Key.ToString()!, (object?)entry.Value))),
            IEnumerable items => items.Cast<object?>().Select(Of).ToArray(),
            _ => Members(PSObject.AsPSObject(bare).Properties.Select(property => (property.Name, (object?)property.Value))),
        };
    }

    /// <summary>The texts of a plain list, or of a plain value that stands for a list of one.</summary>
    public static IEnumerable<string> Texts(object value) => value switch
    {
        string text => [text],
        IEnumerable items => items.Cast<object?>().Select(Text),
        _ => [Text(value)],
    };

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;

    private static Dictionary<string, object?> Members(IEnumerable<(string Name, object? Value)> members)
    {
        var result = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, object? value) in members)
        {
            if (Of(value) is { } plain && plain is not "")
            {
                result[name] = plain;
            }
        }

        return result;
    }
}
