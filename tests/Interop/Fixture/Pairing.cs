using System.Net;
using System.Net.Sockets;
using System.Text;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>
/// One virtual router as both sides are told of it: the same thing in our options and in keepalived's language. Node addresses are
/// those of <see cref="Segment"/>.
/// </summary>
public sealed record Pairing
{
    /// <summary>Name of the instance on both sides.</summary>
    public required string Name { get; init; }

    /// <summary>VRID; the virtual addresses carry it.</summary>
    public required byte Id { get; init; }

    /// <summary>Protocol version.</summary>
    public VrrpVersion Version { get; init; } = VrrpVersion.V2;

    /// <summary>Family of advertisements and addresses.</summary>
    public AddressFamily Family { get; init; } = AddressFamily.InterNetwork;

    /// <summary>Advertisement interval.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Advertisements go to the peer instead of the group.</summary>
    public bool Unicast { get; init; }

    /// <summary>Authentication method of v2.</summary>
    public VrrpAuthenticationMethod Authentication { get; init; }

    /// <summary>Virtual MAC on our side and keepalived's.</summary>
    public bool VirtualMac { get; init; }

    /// <summary>One more address that the master owns and does not advertise.</summary>
    public bool WithExcluded { get; init; }

    /// <summary>The first virtual address.</summary>
    public string Address => Family == AddressFamily.InterNetwork ? $"10.77.{Id}.1" : $"fe80::{Id:x}:1";

    /// <summary>The second one.</summary>
    public string SecondAddress => Family == AddressFamily.InterNetwork ? $"10.77.{Id}.2" : $"fd77::{Id:x}:2";

    /// <summary>The one that is not advertised.</summary>
    public string ExcludedAddress => Family == AddressFamily.InterNetwork ? $"10.77.{Id}.3" : $"fd77::{Id:x}:3";

    /// <summary>3 intervals and the skew time of a backup with this priority.</summary>
    public TimeSpan MasterDownInterval(byte priority) =>
        (3 * Interval) + ((Version == VrrpVersion.V3 ? Interval : TimeSpan.FromSeconds(1)) * (256 - priority) / 256);

    /// <summary>Options for our engine.</summary>
    public VrrpInstanceOptions Ours(Segment segment, byte priority)
    {
        ArgumentNullException.ThrowIfNull(segment);
        byte prefix = Family == AddressFamily.InterNetwork ? (byte)24 : (byte)64;
        List<VirtualAddress> addresses =
        [
            new() { Address = IPAddress.Parse(Address), PrefixLength = prefix },
            new() { Address = IPAddress.Parse(SecondAddress), PrefixLength = prefix },
        ];
        if (WithExcluded)
        {
            addresses.Add(new VirtualAddress { Address = IPAddress.Parse(ExcludedAddress), PrefixLength = prefix, IsExcluded = true });
        }

        return new VrrpInstanceOptions
        {
            Name = Name,
            Interface = "eth0",
            VirtualRouterId = Id,
            Priority = priority,
            Version = Version,
            AdvertisementInterval = Interval,
            VirtualAddresses = addresses,
            Authentication = new VrrpAuthentication { Method = Authentication, Secret = Encoding.ASCII.GetBytes("s3cr3t-8") },
            SourceAddress = Unicast ? IPAddress.Parse(segment.OursAddress(Family)) : null,
            UnicastPeers = Unicast ? [new UnicastPeer { Address = IPAddress.Parse(segment.TheirsAddress(Family)) }] : [],
            VirtualMac = VirtualMac ? new VirtualMacOptions() : null,
        };
    }

    /// <summary>Configuration for keepalived.</summary>
    public KeepalivedConfig Theirs(Segment segment, byte priority, params IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(segment);
        int prefix = Family == AddressFamily.InterNetwork ? 24 : 64;
        List<string> all = [.. lines];
        if (Unicast)
        {
            all.AddRange([$"unicast_src_ip {segment.TheirsAddress(Family)}", "unicast_peer {", segment.OursAddress(Family), "}"]);
        }

        if (Authentication != VrrpAuthenticationMethod.None)
        {
            string type = Authentication == VrrpAuthenticationMethod.Password ? "PASS" : "AH";
            all.AddRange(["authentication {", $"auth_type {type}", "auth_pass s3cr3t-8", "}"]);
        }

        if (VirtualMac)
        {
            all.Add("use_vmac");
        }

        if (WithExcluded)
        {
            all.AddRange(["virtual_ipaddress_excluded {", $"{ExcludedAddress}/{prefix}", "}"]);
        }

        return new KeepalivedConfig
        {
            Name = Name,
            VirtualRouterId = Id,
            Priority = priority,
            Version = Version == VrrpVersion.V3 ? 3 : 2,
            Interval = Interval.TotalSeconds,
            VirtualAddresses = [$"{Address}/{prefix}", $"{SecondAddress}/{prefix}"],
            Lines = all,
        };
    }
}
