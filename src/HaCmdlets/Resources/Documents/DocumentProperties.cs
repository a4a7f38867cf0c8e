using Newtonsoft.Json.Linq;
using NginxHa.Cmdlets.Notation;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Resources.Documents;

/// <summary>The properties of a resource that are keys of a document, and what is done with all of them alike.</summary>
/// <param name="properties">The properties.</param>
internal sealed class DocumentProperties(params IReadOnlyList<DocumentProperty> properties)
{
    /// <summary>The keys that the properties stand for, each with those that lead to it.</summary>
    public IEnumerable<string> Paths => properties.Select(property => property.Path);

    /// <summary>Puts everything that is declared into a document.</summary>
    public void Merge(ResourceInput input, JObject target)
    {
        foreach (DocumentProperty property in properties)
        {
            if (input.Value(property.Name) is { } value)
            {
                property.Merge(target, value);
            }
        }
    }

    /// <summary>Reports every property, and what of it is another than it would be after <see cref="Merge"/>.</summary>
    /// <param name="state">Takes the reports.</param>
    /// <param name="actual">The document as it is, with all keys.</param>
    /// <param name="desired">As it would be, with all keys; null when nothing shall be compared.</param>
    public void Compare(ResourceState state, JObject actual, JObject? desired)
    {
        foreach (DocumentProperty property in properties)
        {
            JToken? now = property.Select(actual);
            if (!property.IsSecret)
            {
                state.Report(property.Name, property.Read(now));
            }

            JToken? wanted = desired is null ? now : property.Select(desired);
            if (!JToken.DeepEquals(now, wanted))
            {
                state.Differs(property.Name, property.IsSecret
                    ? $"{property.Name} is another one than declared."
                    : $"{property.Name} is {DocumentProperty.Describe(now)}; declared is {DocumentProperty.Describe(wanted)}.");
            }
        }
    }

    /// <summary>What virtual routers have in common, one written out as well as those of a cluster.</summary>
    /// <param name="prefix">Keys that lead to it, with a point at the end; empty for none.</param>
    public static IEnumerable<DocumentProperty> OfVirtualRouters(string prefix) =>
    [
        Version(prefix + "version"),
        new("AdvertisementInterval", prefix + "advertisementInterval"),
        new("Preempt", prefix + "preempt"),
        new("PreemptDelay", prefix + "preemptDelay"),
        new("StartupDelay", prefix + "startupDelay"),
        new("DownTimerAdverts", prefix + "downTimerAdverts"),
        new("Authentication", prefix + "authentication.method"),
        new("Secret", prefix + "authentication.secret") { IsSecret = true },
        new SecretReferenceProperty("SecretFile", prefix + "authentication.secret", "file"),
        new SecretReferenceProperty("SecretCredential", prefix + "authentication.secret", "credential"),
        new("HmacKey", prefix + "authentication.keys") { IsSecret = true },
        new("ActiveHmacKeyId", prefix + "authentication.activeKeyId"),
        new("HmacMode", prefix + "authentication.hmacMode"),
        new("AntiReplay", prefix + "authentication.antiReplay"),
        new("AntiReplayWindow", prefix + "authentication.antiReplayWindow"),
        new("UnicastTimeToLive", prefix + "unicastTimeToLive"),
        new("ChecksumWithPseudoHeader", prefix + "checksumWithPseudoHeader"),
        new PresenceProperty("VirtualMac", prefix + "virtualMac"),
        Routes("VirtualRoute", prefix + "virtualRoutes"),
        Rules("VirtualRule", prefix + "virtualRules"),
        new("GratuitousArp", prefix + "gratuitousArp"),
    ];

    /// <summary>A list of objects.</summary>
    public static DocumentProperty Parts(string name, string path) => new(name, path, value =>
    {
        JToken token = Topology.TopologyJson.Of(value, name);
        return token is JArray ? token : new JArray(token);
    });

    /// <summary>The protocol version: 2 or 3 here, V2 or V3 in a document.</summary>
    public static DocumentProperty Version(string path) =>
        new("Version", path, value => new JValue($"V{value}"), token => int.Parse(((string)token!)[1..], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Routes in the notation of <c>ip route</c>.</summary>
    public static DocumentProperty Routes(string name, string path) => new(name, path, value => new JArray(PlainResourceValue.Texts(value)
        .Select(VirtualRouteNotation.Parse)
        .Select(route => new JObject
        {
            ["destination"] = $"{route.Destination}/{route.PrefixLength}",
            ["gateway"] = route.Gateway?.ToString(),
            ["interface"] = route.Interface,
            ["source"] = route.Source?.ToString(),
            ["metric"] = route.Metric,
            ["table"] = route.Table,
            ["onLink"] = route.OnLink,
        })), token => ((JArray)token).Cast<JObject>().Select(RouteNotation).ToArray());

    /// <summary>Policy rules in the notation of <c>ip rule</c>.</summary>
    public static DocumentProperty Rules(string name, string path) => new(name, path, value => new JArray(PlainResourceValue.Texts(value)
        .Select(VirtualRuleNotation.Parse)
        .Select(rule => new JObject
        {
            ["family"] = rule.Family == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4",
            ["from"] = rule.From is null ? null : $"{rule.From}/{rule.FromPrefixLength}",
            ["to"] = rule.To is null ? null : $"{rule.To}/{rule.ToPrefixLength}",
            ["table"] = rule.Table,
            ["preference"] = rule.Preference,
            ["inputInterface"] = rule.InputInterface,
            ["firewallMark"] = rule.FirewallMark,
        })), token => ((JArray)token).Cast<JObject>().Select(RuleNotation).ToArray());

    /// <summary>Unicast peers in keepalived's notation.</summary>
    public static DocumentProperty Peers(string name, string path) => new(name, path, value => new JArray(PlainResourceValue.Texts(value)
        .Select(UnicastPeerNotation.Parse)
        .Select(Peer)), token => ((JArray)token).Cast<JObject>().Select(PeerNotation).ToArray());

    private static JObject Peer(UnicastPeer peer) => new()
    {
        ["address"] = peer.Address.ToString(),
        ["minimumTimeToLive"] = peer.MinimumTimeToLive,
        ["maximumTimeToLive"] = peer.MaximumTimeToLive,
    };

    private static string PeerNotation(JObject peer) =>
        (string)peer["address"]! + Word(peer, "min_ttl", "minimumTimeToLive", "0") + Word(peer, "max_ttl", "maximumTimeToLive", "255");

    private static string RouteNotation(JObject route) =>
        (string)route["destination"]! + Word(route, "via", "gateway") + Word(route, "dev", "interface") + Word(route, "src", "source")
        + Word(route, "metric", "metric", "0") + Word(route, "table", "table", "254") + ((bool)route["onLink"]! ? " onlink" : string.Empty);

    private static string RuleNotation(JObject rule) =>
        ((string?)rule["family"] == "IPv6" ? "inet6" : "inet") + Word(rule, "from", "from") + Word(rule, "to", "to") + Word(rule, "iif", "inputInterface")
        + Word(rule, "fwmark", "firewallMark", "0") + Word(rule, "priority", "preference", "0") + Word(rule, "table", "table");

    private static string Word(JObject json, string word, string key, string? standard = null) =>
        json[key] is { Type: not JTokenType.Null } value && value.ToString() != standard ? $" {word} {value}" : string.Empty;
}
