using NginxHa.Cmdlets.Notation;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Binding;

/// <summary>Takes 'default via 192.0.2.1 dev eth0' or VirtualRoute objects.</summary>
public sealed class VirtualRouteTransformationAttribute : ListTransformationAttribute<VirtualRoute>
{
    /// <inheritdoc/>
    protected override VirtualRoute Parse(string text) => VirtualRouteNotation.Parse(text);
}
