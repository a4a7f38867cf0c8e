using System.Net;
using System.Net.Sockets;
using System.Text;
using CsCheck;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Topology;

/// <summary>
/// Nodes that keepalived can express, in their one canonical form: excluded addresses last, interface tracks named after
/// their interface, no value spelled out that is the default anyway.
/// </summary>
internal static class NodeDeclarationGenerator
{
    private static readonly Gen<string> _name = Gen.OneOf(
        Gen.Char.AlphaNumeric.Array[1, 8].Select(chars => "N" + new string(chars)),
        Gen.Const("two words"),
        Gen.Const("hash#bang!{}'é\\x"));

    private static readonly Gen<string> _interface = Pick("eth0", "eth1", "eth0.7");

    private static readonly Gen<IPAddress> _ipv4 = Gen.Byte[1, 250].Select(Gen.Byte[1, 250], (a, b) => new IPAddress([10, 9, a, b]));

    private static readonly Gen<IPAddress> _ipv6 = Gen.Byte.Select(Gen.Byte, (a, b) => IPAddress.Parse($"fd00:9:{a:x}::{b + 1:x}"));

    private static readonly Gen<VrrpHook> _hook =
        Gen.Select(Pick("/bin/true", "/usr/bin/env"), Gen.OneOf(Pick("plain", "two words", "'", "\"", "\\", "$HOME", "#!", "{a}", "", "é"), Gen.String).Where(text => Encoding.UTF8.GetByteCount(text) < 60 && text.All(c => c is > '\0' and < '\x7f' or 'é')).List[0, 3], Pick<string?>(null, "daemon", "root"))
            .Select((program, arguments, user) => new VrrpHook { Program = program, Arguments = arguments, User = user });

    private static readonly Gen<VrrpHooks> _hooks =
        Gen.Select(_hook.Maybe(), _hook.Maybe(), _hook.Maybe(), _hook.Maybe(), _hook.Maybe(), _hook.Maybe())
            .Select((a, b, c, d, e, f) => new VrrpHooks { Master = a, Backup = b, Fault = c, Stop = d, Any = e, LowerPriorityReceived = f });

    private static readonly Gen<GratuitousArpOptions> _arp =
        Gen.Select(Gen.Int[0, 9], Gen.Int[1, 9], Gen.Int[0, 90], Gen.Int[1, 3], Gen.Int[0, 7], Gen.Int[0, 7])
            .Select((delay, repeat, refresh, refreshRepeat, lowerDelay, lowerRepeat) => new GratuitousArpOptions
            {
                Delay = TimeSpan.FromSeconds(delay),
                Repeat = repeat,
                Refresh = TimeSpan.FromSeconds(refresh),
                RefreshRepeat = refreshRepeat,
                LowerPriorityDelay = lowerDelay == delay ? null : TimeSpan.FromSeconds(lowerDelay),
                LowerPriorityRepeat = lowerRepeat == repeat ? null : lowerRepeat,
            });

    private static readonly Gen<TrackOptions[]> _definitions =
        Gen.Select(Gen.Int[1, 60], Gen.Int[0, 5], Gen.Int[1, 4], Gen.Int[1, 4], Gen.Bool, _hook)
            .Select((interval, timeout, rise, fall, fails, command) => (TrackOptions)new ScriptTrackOptions
            {
                Name = "script " + command.Arguments.Count,
                Program = command.Program,
                Arguments = command.Arguments,
                User = command.User,
                Interval = TimeSpan.FromSeconds(interval),
                Timeout = timeout == 0 || timeout == interval ? null : TimeSpan.FromSeconds(timeout),
                Rise = rise,
                Fall = fall,
                InitiallyUp = fails ? false : null,
            }).Array[0, 3]
            .Select(Gen.Int[1, 3], (scripts, quorum) => scripts.Append(new FileTrackOptions { Name = "file1", Path = "/run/file 1" })
                .Append(new ProcessTrackOptions { Name = "proc1", ProcessName = "nginx", Quorum = quorum })
                .Append(new InterfaceTrackOptions { Name = "eth1", Interface = "eth1" })
                .DistinctBy(track => track.Name).ToArray());

    public static Gen<NodeDeclaration> Node { get; } = _definitions.SelectMany(definitions =>
        Gen.Select(Instance(definitions).Array[1, 4], _name, Gen.Int[0, 20], Pick<string?>(null, "netns1"), Gen.Int[0, 3000], _hooks, Gen.Bool)
            .Select((instances, name, startup, networkNamespace, pause, groupHooks, grouped) =>
            {
                VrrpInstanceOptions[] list = [.. instances.DistinctBy(i => i.Name).Select((instance, index) => instance with
                {
                    VirtualRouterId = (byte)(index + 1),
                    StartupDelay = TimeSpan.FromSeconds(startup),
                    VirtualMac = instance.VirtualMac is { InterfaceName: not null } mac ? mac with { InterfaceName = $"vmac{index}" } : instance.VirtualMac,
                    NetworkNamespace = networkNamespace,
                    GratuitousArp = instance.GratuitousArp with { ArpInterval = TimeSpan.FromMicroseconds(pause), NeighbourAdvertisementInterval = TimeSpan.FromMicroseconds(pause / 2) },
                })];
                return new NodeDeclaration
                {
                    Name = name,
                    Instances = list,
                    SyncGroups = grouped && list.Length > 1 && list.All(i => i.Priority < 255)
                        ? [new SyncGroupOptions { Name = "group of " + name, Members = [.. list.Take(2).Select(i => i.Name)], Hooks = groupHooks with { LowerPriorityReceived = null } }]
                        : [],
                };
            }));

    private static Gen<VrrpInstanceOptions> Instance(TrackOptions[] definitions) =>
        from name in _name
        from link in _interface
        from ipv6 in Gen.Bool
        from version3 in Gen.Bool
        from priority in Gen.OneOf(Gen.Byte[1, 254], Gen.Const((byte)255))
        from preempt in Gen.Bool
        from delay in Gen.Int[0, 1_000_000]
        from master in Gen.Bool
        from interval in Gen.Int[1, 4095]
        from addresses in Address(ipv6, excluded: false).Array[1, 4]
        from excluded in Gen.Bool.SelectMany(v6 => Address(v6, excluded: true)).Array[0, 3]
        from authentication in Authentication
        from unicast in Unicast(ipv6)
        from arp in _arp
        from flags in Gen.Bool.Array[6]
        from adverts in Gen.Int[1, 10]
        from routes in Route(ipv6).Array[0, 2]
        from rules in Rule(ipv6).Array[0, 2]
        from weights in Gen.Int[-253, 253].Array[definitions.Length]
        from reverse in Gen.Bool.Array[definitions.Length]
        from used in Gen.Bool.Array[definitions.Length]
        from hooks in _hooks
        from mac in Gen.Int[0, 2]
        select Build(new VrrpInstanceOptions
        {
            Name = name,
            Interface = link,
            VirtualRouterId = 1,
            Priority = priority,
            Version = ipv6 || version3 ? VrrpVersion.V3 : VrrpVersion.V2,
            VirtualAddresses = [.. addresses.Concat(excluded).DistinctBy(a => a.Address)],
            InitialState = master ? VrrpInitialState.Master : VrrpInitialState.Backup,
            Preempt = preempt || priority == 255,
            PreemptDelay = TimeSpan.FromMicroseconds(delay),
            AdvertisementInterval = ipv6 || version3 ? TimeSpan.FromMilliseconds(interval * 10) : TimeSpan.FromSeconds((interval % 255) + 1),
            Authentication = authentication,
            SourceAddress = unicast.Source,
            UnicastPeers = unicast.Peers,
            UnicastTimeToLive = unicast.TimeToLive,
            AcceptMode = flags[0],
            IgnoreInterfaceState = flags[1],
            TrackSourceAddress = flags[2] && unicast.Source is not null,
            LowerPriorityNoAdvert = flags[3],
            HigherPrioritySendAdvert = flags[4],
            DownTimerAdverts = adverts,
            VirtualMac = mac == 0 ? null : new VirtualMacOptions { InterfaceName = mac == 1 ? null : "vmac1", TransmitFromParent = flags[5] || unicast.Peers.Count > 0 },
            VirtualRoutes = routes,
            VirtualRules = rules,
            GratuitousArp = arp,
            Tracks = [.. definitions.Select((track, i) => track with { Weight = weights[i], Reverse = reverse[i] }).Where((track, i) => used[i] && (track as InterfaceTrackOptions)?.Interface != link)],
            Hooks = hooks,
        });

    /// <summary>Takes out what does not go together.</summary>
    private static VrrpInstanceOptions Build(VrrpInstanceOptions o)
    {
        if (o.Version == VrrpVersion.V3)
        {
            o = o with { Authentication = VrrpAuthentication.None };
        }

        if (!o.Preempt || o.Authentication.Method == VrrpAuthenticationMethod.AuthenticationHeader)
        {
            o = o with { InitialState = VrrpInitialState.Backup };
        }

        if (!o.Preempt || o.InitialState == VrrpInitialState.Master || o.Priority == 255)
        {
            o = o with { PreemptDelay = TimeSpan.Zero };
        }

        return o.Priority == 255 ? o with { Tracks = [.. o.Tracks.Select(track => track with { Weight = 0 })] } : o;
    }

    private static Gen<VirtualAddress> Address(bool ipv6, bool excluded) =>
        Gen.Select(ipv6 ? _ipv6 : _ipv4, Gen.Byte[1, (byte)(ipv6 ? 128 : 32)], Pick<string?>(null, "eth1"), Pick<string?>(null, "eth0:1", "lb#1"), Pick(AddressScope.Global, AddressScope.Link, AddressScope.Host, AddressScope.Site))
            .Select((address, length, link, label, scope) => new VirtualAddress
            {
                Address = address,
                PrefixLength = length,
                Interface = link,
                Label = ipv6 ? null : label,
                Scope = ipv6 ? AddressScope.Global : scope,
                IsExcluded = excluded,
            });

    private static Gen<VrrpAuthentication> Authentication { get; } =
        Gen.Select(Gen.Int[0, 2], Gen.Char["abcXYZ019 #!{}'\\$é"].Array[1, 7]).Select((kind, chars) =>
        {
            string secret = new string(chars).TrimEnd('\\');
            return kind == 0 || secret is "" or "{" or "}"
                ? VrrpAuthentication.None
                : new VrrpAuthentication { Method = (VrrpAuthenticationMethod)kind, Secret = Encoding.UTF8.GetBytes(secret) is { Length: > 8 } ? "short"u8.ToArray() : Encoding.UTF8.GetBytes(secret) };
        });

    private static Gen<(IPAddress? Source, IReadOnlyList<UnicastPeer> Peers, byte TimeToLive)> Unicast(bool ipv6) =>
        Gen.Select(Gen.Int[0, 2], ipv6 ? _ipv6 : _ipv4, (ipv6 ? _ipv6 : _ipv4).Array[1, 3], Gen.Byte, Gen.Byte, Gen.Byte).Select((kind, source, peers, ttl, minimum, maximum) => (
            kind == 0 ? null : source,
            (IReadOnlyList<UnicastPeer>)(kind == 2
                ? [.. peers.Distinct().Where(p => !p.Equals(source)).Select(p => new UnicastPeer { Address = p, MinimumTimeToLive = Math.Min(minimum, maximum), MaximumTimeToLive = Math.Max(minimum, maximum) })]
                : []),
            kind == 2 && peers.Any(p => !p.Equals(source)) ? Math.Max((byte)1, ttl) : (byte)255));

    private static Gen<VirtualRoute> Route(bool ipv6) =>
        Gen.Select(ipv6 ? _ipv6 : _ipv4, Pick<string?>(null, "eth0"), Gen.UInt[0, 900], Pick(254u, 100u), Gen.Bool, ipv6 ? _ipv6 : _ipv4)
            .Select((gateway, link, metric, table, flag, source) => new VirtualRoute
            {
                Destination = ipv6 ? (flag ? IPAddress.IPv6Any : IPAddress.Parse("fd01::")) : (flag ? IPAddress.Any : IPAddress.Parse("10.77.0.0")),
                PrefixLength = (byte)(flag ? 0 : ipv6 ? 64 : 16),
                Gateway = link is null || flag ? gateway : null,
                Interface = link,
                Metric = metric,
                Table = table,
                Source = flag ? source : null,
                OnLink = link is not null && flag,
            });

    private static Gen<VirtualRule> Rule(bool ipv6) =>
        Gen.Select(ipv6 ? _ipv6 : _ipv4, Gen.Int[1, 3], Gen.UInt[1, 200], Gen.UInt[1, 30000], Pick<string?>(null, "eth0"), Gen.UInt[0, 9])
            .Select((address, sides, table, preference, link, mark) => new VirtualRule
            {
                Family = ipv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork,
                From = (sides & 1) != 0 ? address : null,
                FromPrefixLength = (byte)((sides & 1) != 0 ? (ipv6 ? 128 : 32) : 0),
                To = (sides & 2) != 0 ? address : null,
                ToPrefixLength = (byte)((sides & 2) != 0 ? (ipv6 ? 128 : 32) : 0),
                Table = table,
                Preference = preference,
                InputInterface = link,
                FirewallMark = mark,
            });

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static Gen<T?> Maybe<T>(this Gen<T> gen)
        where T : class => Gen.Select(Gen.Bool, gen).Select((some, value) => some ? value : null);
}
