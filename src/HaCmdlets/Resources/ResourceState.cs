using System.Collections;

namespace NginxHa.Cmdlets.Resources;

/// <summary>A thing as it is on this machine, held against what is declared.</summary>
/// <param name="exists">Whether it is there.</param>
internal sealed class ResourceState(bool exists)
{
    private readonly Dictionary<string, object?> _actual = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _differing = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _reasons = [];

    /// <summary>Whether it is there.</summary>
    public bool Exists { get; } = exists;

    /// <summary>What differs from the declaration, property by property.</summary>
    public IReadOnlyList<string> Reasons => _reasons;

    /// <summary>Says what a property is.</summary>
    public void Report(string property, object? actual) => _actual[property] = actual;

    /// <summary>Says that a property is another than declared, and why that is seen.</summary>
    public void Differs(string property, string reason)
    {
        _differing.Add(property);
        _reasons.Add(reason);
    }

    /// <summary>Says what a property is, and that it differs when it is another than declared.</summary>
    public void Compare<T>(ResourceInput input, string property, T? actual, T? declared, IEqualityComparer<T>? comparer = null)
    {
        Report(property, actual);
        if (input.IsPresent && input.Has(property) && !(comparer ?? EqualityComparer<T>.Default).Equals(actual!, declared!))
        {
            Differs(property, $"{property} is {Describe(actual)}; declared is {Describe(declared)}.");
        }
    }

    /// <summary>Holds what is there against what shall be there; to be called last.</summary>
    public void CompareExistence(ResourceInput input, string what)
    {
        if (Exists && !input.IsPresent)
        {
            _reasons.Insert(0, $"{what} is present; declared is absent.");
        }
        else if (!Exists && input.IsPresent)
        {
            _reasons.Insert(0, $"{what} is absent; declared is present.");
        }
    }

    /// <summary>
    /// The properties for an object of the resource's class. A declared value that is in force is given back as it was
    /// written, so that whoever compares texts sees no difference where there is none.
    /// </summary>
    /// <param name="input">The declaration; null for an export.</param>
    /// <param name="resource">The kind of thing.</param>
    public Hashtable ToProperties(ResourceInput? input, DesiredResource resource)
    {
        var result = new Hashtable(StringComparer.OrdinalIgnoreCase)
        {
            [ResourceInput.Ensure] = Exists ? "Present" : "Absent",
            [ResourceInput.Reasons] = _reasons.ToArray(),
        };
        if (Exists)
        {
            foreach ((string name, object? value) in _actual.Where(property => property.Value is not null))
            {
                result[name] = value;
            }
        }

        if (input is not null)
        {
            result[ResourceInput.InDesiredState] = _reasons.Count == 0;
            foreach ((string name, object value) in input.Given)
            {
                // Of what is absent as declared, nothing is another than declared.
                bool isAsDeclared = !_differing.Contains(name) && (Exists || !input.IsPresent);
                if (resource.Keys.Contains(name, StringComparer.OrdinalIgnoreCase) || isAsDeclared)
                {
                    result[name] = value;
                }
                else if (resource.Settings.Contains(name, StringComparer.OrdinalIgnoreCase))
                {
                    result.Remove(name);
                }
            }
        }

        return result;
    }

    private static string Describe<T>(T? value) => value switch
    {
        null => "nothing",
        "" => "nothing",
        string text => $"'{text}'",
        _ => FormattableString.Invariant($"{value}"),
    };
}
