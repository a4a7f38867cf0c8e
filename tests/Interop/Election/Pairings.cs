using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Election;

/// <summary>Every way in which we and keepalived can talk; they run at once on one interface, each with a VRID of its own.</summary>
internal static class Pairings
{
    private static readonly TimeSpan Tenth = TimeSpan.FromSeconds(0.1);

    public static IReadOnlyList<Pairing> All { get; } =
    [
        new() { Name = "v2", Id = 1 },
        new() { Name = "v2-password", Id = 2, Authentication = VrrpAuthenticationMethod.Password },
        new() { Name = "v2-header", Id = 3, Authentication = VrrpAuthenticationMethod.AuthenticationHeader },
        new() { Name = "v2-unicast", Id = 4, Unicast = true },
        new() { Name = "v2-unicast-header", Id = 5, Unicast = true, Authentication = VrrpAuthenticationMethod.AuthenticationHeader },
        new() { Name = "v3", Id = 6, Version = VrrpVersion.V3 },
        new() { Name = "v3-fast", Id = 7, Version = VrrpVersion.V3, Interval = Tenth },
        new() { Name = "v3-unicast", Id = 8, Version = VrrpVersion.V3, Interval = Tenth, Unicast = true },
        new() { Name = "v3-excluded", Id = 9, Version = VrrpVersion.V3, Interval = Tenth, WithExcluded = true },
        new() { Name = "v6", Id = 10, Version = VrrpVersion.V3, Family = AddressFamily.InterNetworkV6 },
        new() { Name = "v6-fast", Id = 11, Version = VrrpVersion.V3, Interval = Tenth, Family = AddressFamily.InterNetworkV6, WithExcluded = true },
        new() { Name = "v6-unicast", Id = 12, Version = VrrpVersion.V3, Interval = Tenth, Family = AddressFamily.InterNetworkV6, Unicast = true },
        new() { Name = "v3-vmac", Id = 13, Version = VrrpVersion.V3, Interval = Tenth, VirtualMac = true },
    ];
}
