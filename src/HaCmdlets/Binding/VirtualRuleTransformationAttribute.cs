using NginxHa.Cmdlets.Notation;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Binding;

/// <summary>Takes 'from 192.0.2.0/24 table 100' or VirtualRule objects.</summary>
public sealed class VirtualRuleTransformationAttribute : ListTransformationAttribute<VirtualRule>
{
    /// <inheritdoc/>
    protected override VirtualRule Parse(string text) => VirtualRuleNotation.Parse(text);
}
