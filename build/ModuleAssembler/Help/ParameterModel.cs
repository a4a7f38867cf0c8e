using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace NginxHa.Build.Help;

/// <summary>One parameter of a cmdlet, as its class declares it.</summary>
/// <param name="Name">The name without the hyphen.</param>
/// <param name="Type">Its type.</param>
/// <param name="Sets">The parameter sets it belongs to; empty when it belongs to all.</param>
/// <param name="Aliases">Other names.</param>
/// <param name="Attribute">How it is bound.</param>
/// <param name="Wildcards">Whether it understands wildcards.</param>
/// <param name="InitialValue">The value that a new instance of the cmdlet holds; null when that says nothing.</param>
internal sealed record ParameterModel(
    string Name,
    Type Type,
    IReadOnlyList<string> Sets,
    IReadOnlyList<string> Aliases,
    ParameterAttribute Attribute,
    bool Wildcards,
    string? InitialValue)
{
    public bool IsSwitch => Type == typeof(SwitchParameter);

    public string TypeName => Describe(Type);

    public string Position => Attribute.Position == int.MinValue ? "Named" : Attribute.Position.ToString(CultureInfo.InvariantCulture);

    public string PipelineInput => (Attribute.ValueFromPipeline, Attribute.ValueFromPipelineByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    /// <summary>The values that an enum or a ValidateSet allows.</summary>
    public IReadOnlyList<string> AllowedValues { get; init; } = [];

    /// <summary>A type's name as help shows it.</summary>
    public static string Describe(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Describe(inner);
        }

        return type.IsArray ? Describe(type.GetElementType()!) + "[]" : type.Name;
    }

    /// <summary>A default value as help shows it; null when there is none to show.</summary>
    public static string? Describe(object? value) => value switch
    {
        null => null,
        SwitchParameter { IsPresent: false } => "False",
        string { Length: 0 } => null,
        string text => text,
        IEnumerable items => string.Join(", ", items.Cast<object>()) is { Length: > 0 } joined ? joined : null,
        ValueType number when number.Equals(Activator.CreateInstance(number.GetType())) => null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
