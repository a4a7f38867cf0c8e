using System.Management.Automation;
using NginxHa.Cmdlets.Binding;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <content>What moves with mastership.</content>
public abstract partial class VrrpOptionsCmdlet
{
    private const string IPv4 = "IPv4";
    private const string IPv6 = "IPv6";

    /// <summary>Virtual addresses, in the order of the advertisement: 'ADDRESS[/LENGTH] [dev INTERFACE] [label LABEL] [scope SCOPE]'.</summary>
    [Parameter]
    [Alias("virtual_ipaddress", "VirtualIpAddress")]
    [VirtualAddressTransformation]
    [ValidateNotNullOrEmpty]
    public VirtualAddress[] VirtualIp { get; set; } = [];

    /// <summary>Addresses that the master owns too, but that are not in the advertisement: any number, of either family.</summary>
    [Parameter]
    [Alias("virtual_ipaddress_excluded")]
    [VirtualAddressTransformation]
    [AllowEmptyCollection]
    public VirtualAddress[] ExcludedVirtualIp { get; set; } = [];

    /// <summary>Routes that the master owns, as 'ip route' has them.</summary>
    [Parameter]
    [Alias("virtual_routes")]
    [VirtualRouteTransformation]
    [AllowEmptyCollection]
    public VirtualRoute[] VirtualRoute { get; set; } = [];

    /// <summary>Policy rules that the master owns, as 'ip rule' has them.</summary>
    [Parameter]
    [Alias("virtual_rules")]
    [VirtualRuleTransformation]
    [AllowEmptyCollection]
    public VirtualRule[] VirtualRule { get; set; } = [];

    private protected VrrpInstanceOptions ApplyAddresses(VrrpInstanceOptions options)
    {
        IEnumerable<VirtualAddress> advertised = IsBound(nameof(VirtualIp))
            ? VirtualIp.Select(address => address with { IsExcluded = false })
            : options.VirtualAddresses.Where(address => !address.IsExcluded);
        IEnumerable<VirtualAddress> excluded = IsBound(nameof(ExcludedVirtualIp))
            ? ExcludedVirtualIp.Select(address => address with { IsExcluded = true })
            : options.VirtualAddresses.Where(address => address.IsExcluded);
        return options with
        {
            VirtualAddresses = [.. advertised, .. excluded],
            VirtualRoutes = Given(nameof(VirtualRoute), VirtualRoute, options.VirtualRoutes),
            VirtualRules = Given(nameof(VirtualRule), VirtualRule, options.VirtualRules),
        };
    }
}
