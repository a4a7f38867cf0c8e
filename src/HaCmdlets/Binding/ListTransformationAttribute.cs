using System.Collections;
using System.Management.Automation;

namespace NginxHa.Cmdlets.Binding;

/// <summary>Lets a parameter that takes objects of one type take text, too, and each of them alone or in a list.</summary>
/// <typeparam name="T">The type of the parameter's elements.</typeparam>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public abstract class ListTransformationAttribute<T> : ArgumentTransformationAttribute
    where T : class
{
    /// <inheritdoc/>
    public sealed override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var items = new List<T>();
        foreach (object? item in Enumerate(Unwrap(inputData)))
        {
            items.Add(TransformItem(Unwrap(item)));
        }

        return items.ToArray();
    }

    /// <summary>Makes an element of text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It cannot be read.</exception>
    protected abstract T Parse(string text);

    /// <summary>Makes an element of a value that is neither one already nor text; null where that cannot be.</summary>
    /// <param name="value">The value.</param>
    protected virtual T? Convert(object value) => null;

    private static IEnumerable Enumerate(object? value) =>
        value is IEnumerable list and not (string or IDictionary) ? list : new[] { value };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private T TransformItem(object? item)
    {
        try
        {
            return item switch
            {
                T ready => ready,
                string text => Parse(text),
                not null when Convert(item) is { } converted => converted,
                _ => throw new FormatException($"'{item}' ({item?.GetType().Name ?? "null"}) is not text and no {typeof(T).Name} object."),
            };
        }
        catch (FormatException exception)
        {
            throw new ArgumentTransformationMetadataException(exception.Message, exception);
        }
    }
}
