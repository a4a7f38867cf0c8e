using System.Net;

namespace NginxHa.Vrrp.Options;

/// <summary>A virtual IP address as declared (keepalived <c>virtual_ipaddress</c>).</summary>
public sealed record VirtualAddress
{
    /// <summary>The address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>0-32 or 0-128; 32 and 128 when not said, as in keepalived.</summary>
    public required byte PrefixLength { get; init; }

    /// <summary>Interface that gets the address; null means the instance's own.</summary>
    public string? Interface { get; init; }

    /// <summary>IPv4 label such as <c>eth0:1</c>; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Scope of the address.</summary>
    public AddressScope Scope { get; init; } = AddressScope.Global;

    /// <summary>Owned by the master, but not listed in the advertisement (keepalived <c>virtual_ipaddress_excluded</c>).</summary>
    public bool IsExcluded { get; init; }

    /// <summary><c>address/prefix</c>.</summary>
    public override string ToString() => $"{Address}/{PrefixLength}";
}
