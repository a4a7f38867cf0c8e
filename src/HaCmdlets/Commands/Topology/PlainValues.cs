using System.Collections;
using System.Management.Automation;

namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>Takes PowerShell's wrapping off hash tables and lists, all the way down.</summary>
internal static class PlainValues
{
    public static object? Unwrap(object? value)
    {
        switch (value is PSObject wrapped ? wrapped.BaseObject : value)
        {
            case PSCustomObject:
                var properties = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
                foreach (PSPropertyInfo property in ((PSObject)value!).Properties)
                {
                    properties[property.Name] = Unwrap(property.Value);
                }

                return properties;
            case IDictionary dictionary:
                var entries = new Dictionary<object, object?>();
                foreach (DictionaryEntry entry in dictionary)
                {
                    entries[entry.Key] = Unwrap(entry.Value);
                }

                return entries;
            case string text:
                return text;
            case SwitchParameter flag:
                return flag.ToBool();
            case IEnumerable items:
                return items.Cast<object?>().Select(Unwrap).ToArray();
            case var other:
                return other;
        }
    }
}
