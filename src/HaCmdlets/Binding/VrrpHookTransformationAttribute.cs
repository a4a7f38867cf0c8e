using System.Collections;
using System.Management.Automation;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Binding;

/// <summary>
/// Takes a program as its absolute path, as a list of the path and its arguments, or as a VrrpHook object.
/// A text with blanks is one path: nothing is ever split, and no shell is asked.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class VrrpHookTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        switch (value)
        {
            case null:
                return null!;
            case VrrpHook hook:
                return hook;
            case string path:
                return new VrrpHook { Program = path };
            case IEnumerable list and not IDictionary:
                string[] words = [.. list.Cast<object?>().Select(word => word?.ToString() ?? string.Empty)];
                if (words.Length > 0)
                {
                    return new VrrpHook { Program = words[0], Arguments = words[1..] };
                }

                break;
        }

        throw new ArgumentTransformationMetadataException(
            $"'{value}' is not a program; allowed is its absolute path, or a list of the path and its arguments.");
    }
}
