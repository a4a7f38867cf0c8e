using System.Net.Sockets;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Agent.Recovery;

/// <summary>What an instance may put on the node while it runs: its options without what leaves no trace, secrets above all.</summary>
internal static class Footprint
{
    /// <summary>The trace of an instance.</summary>
    public static VrrpInstanceOptions Of(VrrpInstanceOptions options) => new()
    {
        Name = options.Name,
        Interface = options.Interface,
        VirtualRouterId = options.VirtualRouterId,
        Priority = options.Priority,
        Family = options.EffectiveFamily,
        VirtualAddresses = options.VirtualAddresses,
        VirtualMac = options.VirtualMac,
        VirtualRoutes = options.VirtualRoutes,
        VirtualRules = options.VirtualRules,
        AcceptMode = options.AcceptMode,
        NetworkNamespace = options.NetworkNamespace,
    };

    /// <summary>Whether two instances may put the same on the node.</summary>
    public static bool IsSame(VrrpInstanceOptions left, VrrpInstanceOptions right) =>
        left.Interface == right.Interface
        && left.NetworkNamespace == right.NetworkNamespace
        && left.VirtualRouterId == right.VirtualRouterId
        && left.Priority == right.Priority
        && left.EffectiveFamily == right.EffectiveFamily
        && left.VirtualMac == right.VirtualMac
        && left.AcceptMode == right.AcceptMode
        && left.VirtualAddresses.SequenceEqual(right.VirtualAddresses)
        && left.VirtualRoutes.SequenceEqual(right.VirtualRoutes)
        && left.VirtualRules.SequenceEqual(right.VirtualRules);

    /// <summary>Name of the virtual MAC interface; null without one.</summary>
    public static string? VirtualLinkOf(VrrpInstanceOptions options) => options.VirtualMac?.NameFor(options.EffectiveFamily, options.VirtualRouterId);

    /// <summary>Name of the interface that an address goes to.</summary>
    public static string LinkOf(VrrpInstanceOptions options, VirtualAddress address) =>
        address.Interface ?? VirtualLinkOf(options) ?? options.Interface;

    /// <summary>MAC address of the virtual MAC interface.</summary>
    public static ulong HardwareAddressOf(VrrpInstanceOptions options) =>
        VirtualMac.Create(options.EffectiveFamily, options.VirtualRouterId).ToUInt64();

    /// <summary>Whether settings of the parent interface change while the instance runs: with an IPv4 virtual MAC they do.</summary>
    public static bool ChangesParentSettings(VrrpInstanceOptions options) =>
        options.VirtualMac is not null && options.EffectiveFamily == AddressFamily.InterNetwork;
}
