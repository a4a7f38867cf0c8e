using System.Net;
using System.Net.Sockets;
using NginxHa.Topology.Document.Shapes;
using NginxHa.Topology.Keepalived.Importing;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Topology.Document;

/// <summary>Parts of a virtual router in a document. Keys are the names of the options in camel case; times are in seconds.</summary>
internal static class OptionShapes
{
    private const decimal LongestDelay = 1000;
    private const string AddressKey = "address";

    public static Shape<string> Interface { get; } = ValueShapes.Text(1, 256);

    public static ChoiceShape<VrrpVersion> Version { get; } = new(("V2", VrrpVersion.V2), ("V3", VrrpVersion.V3));

    public static ChoiceShape<AddressFamily> Family { get; } = new(("IPv4", AddressFamily.InterNetwork), ("IPv6", AddressFamily.InterNetworkV6));

    public static ChoiceShape<AddressScope> Scope { get; } = new(
        ("Global", AddressScope.Global), ("Site", AddressScope.Site), ("Link", AddressScope.Link), ("Host", AddressScope.Host));

    public static Shape<VirtualAddress> VirtualAddress { get; } = new ShorthandShape<VirtualAddress>(
        VirtualAddressObject(),
        AddressKey,
        new TextShape<VirtualAddress>(IpNetwork.Allowed, TryParseVirtualAddress, address => address.ToString()));

    public static Shape<VrrpAuthentication> Authentication { get; } = new ObjectShape<VrrpAuthentication>(
        "authentication", "How advertisements are authenticated. Keep a document that holds secrets readable by root only, or let it name files or credentials.", () => VrrpAuthentication.None)
        .Optional("method", "Password and AuthenticationHeader are for version 2; Hmac needs this engine, or keepalived from 2.4 on, on all nodes.", new ChoiceShape<VrrpAuthenticationMethod>(("None", VrrpAuthenticationMethod.None), ("Password", VrrpAuthenticationMethod.Password), ("AuthenticationHeader", VrrpAuthenticationMethod.AuthenticationHeader), ("Hmac", VrrpAuthenticationMethod.Hmac)), a => a.Method, (a, v) => a with { Method = v })
        .Optional("secret", "Shared secret: up to 8 bytes for Password, up to 16 for AuthenticationHeader; 'hex:' starts bytes.", SecretShape.Instance, a => new SecretValue(a.Secret, a.SecretSource), SecretValues.WithSecret)
        .Optional("keys", "Keys of 32 to 64 bytes by number from 0 to 255, for Hmac.", new KeyedSecretsShape(), SecretValues.KeysOf, SecretValues.WithKeys)
        .Optional("activeKeyId", "Number of the key that signs.", ValueShapes.Byte(0), a => a.ActiveKeyId, (a, v) => a with { ActiveKeyId = v })
        .Optional("hmacMode", "What to do while only a part of the nodes signs.", new ChoiceShape<HmacMode>(("Enforce", HmacMode.Enforce), ("Permissive", HmacMode.Permissive), ("ReceiveOnly", HmacMode.ReceiveOnly)), a => a.HmacMode, (a, v) => a with { HmacMode = v })
        .Optional("antiReplay", "How a replay is told from news: by the clock, or by order alone.", new ChoiceShape<AntiReplay>(("Time", AntiReplay.Time), ("Monotonic", AntiReplay.Monotonic)), a => a.AntiReplay, (a, v) => a with { AntiReplay = v })
        .Optional("antiReplayWindow", "Seconds that clocks may differ; null for the larger of three intervals and 5 s.", ValueShapes.OrNothing(ValueShapes.Seconds(1, 300)), a => a.AntiReplayWindow, (a, v) => a with { AntiReplayWindow = v });

    public static Shape<VirtualMacOptions> VirtualMac { get; } = new ObjectShape<VirtualMacOptions>(
        "virtualMac", "A virtual MAC address (RFC 9568 section 7.3).", () => new VirtualMacOptions())
        .Optional("interfaceName", "Name of the macvlan interface; null for vrrp.VRID (vrrp6.VRID for IPv6).", ValueShapes.OrNull(Interface), m => m.InterfaceName, (m, v) => m with { InterfaceName = v })
        .Optional("transmitFromParent", "Send advertisements from the parent interface's MAC address.", ValueShapes.Switch, m => m.TransmitFromParent, (m, v) => m with { TransmitFromParent = v });

    public static Shape<GratuitousArpOptions> GratuitousArp { get; } = new ObjectShape<GratuitousArpOptions>(
        "gratuitousArp", "When and how often the master tells its neighbours where the virtual addresses are.", () => new GratuitousArpOptions())
        .Optional("delay", "Seconds before the second round after becoming master; 0 for no second round.", ValueShapes.Seconds(0, LongestDelay), g => g.Delay, (g, v) => g with { Delay = v })
        .Optional("repeat", "Messages an address in each round.", ValueShapes.Whole(1, 255), g => g.Repeat, (g, v) => g with { Repeat = v })
        .Optional("refresh", "Seconds between refreshes while master; 0 for none.", ValueShapes.Seconds(0, 86_400), g => g.Refresh, (g, v) => g with { Refresh = v })
        .Optional("refreshRepeat", "Messages an address in each refresh.", ValueShapes.Whole(1, 255), g => g.RefreshRepeat, (g, v) => g with { RefreshRepeat = v })
        .Optional("lowerPriorityDelay", "Seconds after an advertisement of lower priority was heard; null for delay.", ValueShapes.OrNothing(ValueShapes.Seconds(0, LongestDelay)), g => g.LowerPriorityDelay, (g, v) => g with { LowerPriorityDelay = v })
        .Optional("lowerPriorityRepeat", "Messages an address then; null for repeat.", ValueShapes.OrNothing(ValueShapes.Whole(0, 255)), g => g.LowerPriorityRepeat, (g, v) => g with { LowerPriorityRepeat = v })
        .Optional("arpInterval", "Seconds between two gratuitous ARP messages on an interface.", ValueShapes.Seconds(0, 1), g => g.ArpInterval, (g, v) => g with { ArpInterval = v })
        .Optional("neighbourAdvertisementInterval", "Seconds between two unsolicited neighbour advertisements on an interface.", ValueShapes.Seconds(0, 1), g => g.NeighbourAdvertisementInterval, (g, v) => g with { NeighbourAdvertisementInterval = v });

    public static Shape<UnicastPeer> UnicastPeer { get; } = new ShorthandShape<UnicastPeer>(
        new ObjectShape<UnicastPeer>("unicastPeer", "A peer reached by unicast.", () => new UnicastPeer { Address = IPAddress.None })
            .Required(AddressKey, "Address of the peer.", ValueShapes.Address, p => p.Address, (p, v) => p with { Address = v })
            .Optional("minimumTimeToLive", "Lowest TTL or hop limit accepted from it.", ValueShapes.Byte(0), p => p.MinimumTimeToLive, (p, v) => p with { MinimumTimeToLive = v })
            .Optional("maximumTimeToLive", "Highest TTL or hop limit accepted from it.", ValueShapes.Byte(0), p => p.MaximumTimeToLive, (p, v) => p with { MaximumTimeToLive = v }),
        AddressKey,
        new TextShape<UnicastPeer>("an IPv4 or IPv6 address", TryParsePeer, peer => peer.Address.ToString()));

    public static Shape<VirtualRoute> VirtualRoute { get; } = new ObjectShape<VirtualRoute>(
        "virtualRoute", "A route that the master owns.", () => new VirtualRoute { Destination = IPAddress.Any, PrefixLength = 0 })
        .Required("destination", "Destination network, such as 10.0.0.0/8; 0.0.0.0/0 or ::/0 for the default route.", ValueShapes.Network, r => new IpNetwork(r.Destination, r.PrefixLength), (r, v) => r with { Destination = v.Address, PrefixLength = v.PrefixLength })
        .Optional("gateway", "Next hop; null for a network on the link.", ValueShapes.OrNull(ValueShapes.Address), r => r.Gateway, (r, v) => r with { Gateway = v })
        .Optional("interface", "Output interface; null to let the gateway decide.", ValueShapes.OrNull(Interface), r => r.Interface, (r, v) => r with { Interface = v })
        .Optional("source", "Preferred source address.", ValueShapes.OrNull(ValueShapes.Address), r => r.Source, (r, v) => r with { Source = v })
        .Optional("metric", "Metric; 0 for the system's default.", ValueShapes.UnsignedWhole(0), r => r.Metric, (r, v) => r with { Metric = v })
        .Optional("table", "Routing table; 254 is main.", ValueShapes.UnsignedWhole(1), r => r.Table, (r, v) => r with { Table = v })
        .Optional("onLink", "The gateway is reachable on the interface although no route says so.", ValueShapes.Switch, r => r.OnLink, (r, v) => r with { OnLink = v });

    public static Shape<VirtualRule> VirtualRule { get; } = new ObjectShape<VirtualRule>(
        "virtualRule", "A policy rule that the master owns.", () => new VirtualRule { Table = 254 })
        .Optional("family", "Address family.", Family, r => r.Family, (r, v) => r with { Family = v })
        .Optional("from", "Source network; null for any.", ValueShapes.OrNothing(ValueShapes.Network), r => IpNetwork.Of(r.From, r.FromPrefixLength), (r, v) => r with { From = v?.Address, FromPrefixLength = v?.PrefixLength ?? 0 })
        .Optional("to", "Destination network; null for any.", ValueShapes.OrNothing(ValueShapes.Network), r => IpNetwork.Of(r.To, r.ToPrefixLength), (r, v) => r with { To = v?.Address, ToPrefixLength = v?.PrefixLength ?? 0 })
        .Required("table", "Routing table that it looks up.", ValueShapes.UnsignedWhole(1), r => r.Table, (r, v) => r with { Table = v })
        .Optional("preference", "Preference; 0 lets the system choose.", ValueShapes.UnsignedWhole(0), r => r.Preference, (r, v) => r with { Preference = v })
        .Optional("inputInterface", "Input interface; null for any.", ValueShapes.OrNull(Interface), r => r.InputInterface, (r, v) => r with { InputInterface = v })
        .Optional("firewallMark", "Firewall mark; 0 for none.", ValueShapes.UnsignedWhole(0), r => r.FirewallMark, (r, v) => r with { FirewallMark = v });

    public static Shape<VrrpHooks> Hooks { get; } = HooksShape();

    private static ObjectShape<VirtualAddress> VirtualAddressObject() => new ObjectShape<VirtualAddress>(
        "virtualAddress", "A virtual IP address.", () => new VirtualAddress { Address = IPAddress.None, PrefixLength = 32 })
        .Required(AddressKey, "Address with prefix length, such as 192.0.2.10/24; without one 32 or 128.", ValueShapes.Network, a => new IpNetwork(a.Address, a.PrefixLength), (a, v) => a with { Address = v.Address, PrefixLength = v.PrefixLength })
        .Optional("interface", "Interface that gets the address; null for the virtual router's own.", ValueShapes.OrNull(Interface), a => a.Interface, (a, v) => a with { Interface = v })
        .Optional("label", "IPv4 label, such as eth0:1.", ValueShapes.OrNull(ValueShapes.Text(1, 15)), a => a.Label, (a, v) => a with { Label = v })
        .Optional("scope", "Scope of the address.", Scope, a => a.Scope, (a, v) => a with { Scope = v })
        .Optional("isExcluded", "Owned by the master but not listed in the advertisement.", ValueShapes.Switch, a => a.IsExcluded, (a, v) => a with { IsExcluded = v });

    private static bool TryParseVirtualAddress(string text, out VirtualAddress address)
    {
        bool valid = IpNetwork.TryParse(text, out IpNetwork network);
        address = new VirtualAddress { Address = network.Address ?? IPAddress.None, PrefixLength = network.PrefixLength };
        return valid;
    }

    private static bool TryParsePeer(string text, out UnicastPeer peer)
    {
        bool valid = ValueReader.TryParseAddress(text, out IPAddress address);
        peer = new UnicastPeer { Address = address };
        return valid;
    }

    private static ObjectShape<VrrpHooks> HooksShape()
    {
        ObjectShape<VrrpHook> hook = new ObjectShape<VrrpHook>(
            "hook", "A program that runs on a change, with INSTANCE or GROUP, the name, the state and the priority as further arguments.", () => new VrrpHook { Program = string.Empty })
            .Required("program", "Absolute path; nobody but root may be able to change the program. A .ps1 file is run by pwsh.", ValueShapes.AbsolutePath, h => h.Program, (h, v) => h with { Program = v })
            .Optional("arguments", "Arguments before those, one by one; no shell reads them.", ValueShapes.ListOf(ValueShapes.Text(0, 4096)), h => h.Arguments, (h, v) => h with { Arguments = v })
            .Optional("user", "User to run as; null for the agent's own.", ValueShapes.OrNull(ValueShapes.Text(1, 128)), h => h.User, (h, v) => h with { User = v })
            .Optional("timeout", "Seconds before it is ended.", ValueShapes.Seconds(0.01m, 3600), h => h.Timeout, (h, v) => h with { Timeout = v });
        OptionalShape<VrrpHook> optional = ValueShapes.OrNull(hook);
        return new ObjectShape<VrrpHooks>("hooks", "Programs by occasion.", () => VrrpHooks.None)
            .Optional("master", "On becoming master.", optional, h => h.Master, (h, v) => h with { Master = v })
            .Optional("backup", "On becoming backup.", optional, h => h.Backup, (h, v) => h with { Backup = v })
            .Optional("fault", "On a fault.", optional, h => h.Fault, (h, v) => h with { Fault = v })
            .Optional("stop", "On a stop.", optional, h => h.Stop, (h, v) => h with { Stop = v })
            .Optional("any", "On every change, after the specific one.", optional, h => h.Any, (h, v) => h with { Any = v })
            .Optional("lowerPriorityReceived", "As master, on an advertisement of lower priority.", optional, h => h.LowerPriorityReceived, (h, v) => h with { LowerPriorityReceived = v });
    }
}
