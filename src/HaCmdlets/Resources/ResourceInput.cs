using System.Collections;
using System.Globalization;
using System.Management.Automation;
using NginxHa.Cmdlets.Errors;

namespace NginxHa.Cmdlets.Resources;

/// <summary>
/// What a resource declares: the properties of the object that have a value. A property without one is not managed.
/// </summary>
internal sealed class ResourceInput
{
    /// <summary>Property that says whether the thing shall be there.</summary>
    public const string Ensure = "Ensure";

    /// <summary>Property with what differs.</summary>
    public const string Reasons = "Reasons";

    /// <summary>Property that sums it up, under the name that DSC v3 knows.</summary>
    public const string InDesiredState = "_inDesiredState";

    private const string Absent = "Absent";

    private readonly Dictionary<string, object?> _plain = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, object> _given = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the properties of a resource's object.</summary>
    /// <param name="declaration">An instance of a resource class.</param>
    public ResourceInput(PSObject declaration)
    {
        Type = declaration.BaseObject.GetType().Name;
        IsPresent = true;
        foreach (PSPropertyInfo property in declaration.Properties)
        {
            if (property.Name == Ensure)
            {
                IsPresent = !string.Equals(property.Value?.ToString(), Absent, StringComparison.OrdinalIgnoreCase);
            }
            else if (property.Name is not (Reasons or InDesiredState) && property.Value is { } value && value is not "")
            {
                _given[property.Name] = value;
                _plain[property.Name] = PlainResourceValue.Of(value);
            }
        }
    }

    /// <summary>Name of the resource's class.</summary>
    public string Type { get; }

    /// <summary>Whether the thing shall be there.</summary>
    public bool IsPresent { get; }

    /// <summary>The declared properties as they were given.</summary>
    public IReadOnlyDictionary<string, object> Given => _given;

    /// <summary>Whether a property is declared.</summary>
    public bool Has(string name) => _plain.ContainsKey(name);

    /// <summary>A declared value: text, number, switch, list or dictionary; null when not declared.</summary>
    public object? Value(string name) => _plain.GetValueOrDefault(name);

    /// <summary>A text; null when not declared.</summary>
    public string? Text(string name) => Value(name) is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    /// <summary>A text that has to be declared.</summary>
    public string RequireText(string name) => Text(name) ?? throw HaErrors.InvalidValue($"{Type}.{name}", null, "a text that is not empty");

    /// <summary>A path, made an absolute one; null when not declared.</summary>
    public string? FullPath(string name, ResourceContext context) => Text(name) is { } path ? context.Resolve(path) : null;

    /// <summary>A switch; null when not declared.</summary>
    public bool? Flag(string name) => Value(name) is bool flag ? flag : null;

    /// <summary>A number; null when not declared.</summary>
    public int? Number(string name) => Value(name) is { } value ? Convert.ToInt32(value, CultureInfo.InvariantCulture) : null;

    /// <summary>A list of texts; null when not declared.</summary>
    public IReadOnlyList<string>? Texts(string name) => Value(name) is { } value ? [.. PlainResourceValue.Texts(value)] : null;

    /// <summary>A list of parts; null when not declared.</summary>
    public IReadOnlyList<IDictionary>? Parts(string name) => Value(name) switch
    {
        null => null,
        IDictionary one => [one],
        IEnumerable many => [.. many.OfType<IDictionary>()],
        _ => throw HaErrors.InvalidValue($"{Type}.{name}", Value(name), "a list of objects"),
    };
}
