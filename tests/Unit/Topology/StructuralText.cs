using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace NginxHa.Tests.Unit.Topology;

/// <summary>Writes an object with everything in it as text, so that records that hold lists can be compared by value.</summary>
internal static class StructuralText
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string or IPAddress or Enum or bool or TimeSpan or Uri or Regex:
                text.Append(value.ToString());
                break;
            case IFormattable formattable when value.GetType().IsPrimitive:
                text.Append(formattable.ToString(null, CultureInfo.InvariantCulture));
                break;
            case ReadOnlyMemory<byte> bytes:
                text.Append(Convert.ToHexString(bytes.Span));
                break;
            case Delegate:
                text.Append("delegate");
                break;
            case IEnumerable items:
                text.Append('[');
                foreach (object? item in items)
                {
                    text.Append('\n').Append(' ', depth + 2);
                    Write(text, item, depth + 2);
                }

                text.Append(']');
                break;
            default:
                text.Append(value.GetType().Name);
                foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
                {
                    text.Append('\n').Append(' ', depth + 2).Append(property.Name).Append(": ");
                    Write(text, property.GetValue(value), depth + 2);
                }

                break;
        }
    }
}
