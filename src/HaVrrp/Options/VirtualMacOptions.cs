namespace NginxHa.Vrrp.Options;

/// <summary>A virtual MAC address for the instance (RFC 9568 section 7.3, keepalived <c>use_vmac</c>).</summary>
public sealed record VirtualMacOptions
{
    /// <summary>Name of the macvlan interface, at most 15 characters; null means <c>vrrp.VRID</c> (<c>vrrp6.VRID</c> for IPv6).</summary>
    public string? InterfaceName { get; init; }

    /// <summary>Send advertisements from the parent interface's MAC instead of the virtual one (<c>vmac_xmit_base</c>).</summary>
    public bool TransmitFromParent { get; init; }
}
