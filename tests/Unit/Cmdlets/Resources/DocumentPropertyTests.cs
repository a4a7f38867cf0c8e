using System.Net;
using Newtonsoft.Json.Linq;
using NginxHa.Cmdlets.Resources;
using NginxHa.Cmdlets.Resources.Documents;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;

namespace NginxHa.Tests.Unit.Cmdlets.Resources;

public class DocumentPropertyTests
{
    private static readonly VrrpInstanceOptions Instance = new()
    {
        Name = "one",
        Interface = "eth0",
        VirtualRouterId = 1,
        VirtualAddresses = [new VirtualAddress { Address = IPAddress.Parse("192.0.2.1"), PrefixLength = 24 }],
        VirtualMac = new VirtualMacOptions(),
    };

    [Fact]
    public void Every_key_of_a_virtual_router_is_a_property() =>
        Assert.Equal(["name"], Uncovered(TopologyJson.All(Instance), VrrpInstanceResource.Properties, "authentication", "virtualMac"));

    [Fact]
    public void Every_key_of_a_cluster_is_a_property() =>
        Assert.Equal(
            ["instances", "name", "syncGroups"],
            Uncovered(TopologyJson.All(new HaTopology()), HaTopologyResource.Properties, "vrrp", "vrrp.authentication"));

    [Theory]
    [InlineData("default via 192.0.2.254 dev eth0 metric 5 onlink", "0.0.0.0/0 via 192.0.2.254 dev eth0 metric 5 onlink")]
    [InlineData("198.51.100.0/24 dev eth0 src 192.0.2.1 table 100", "198.51.100.0/24 dev eth0 src 192.0.2.1 table 100")]
    public void A_route_is_read_and_written_in_the_notation_of_ip_route(string declared, string expected) =>
        Assert.Equal([expected], RoundTrip(DocumentProperties.Routes("VirtualRoute", "virtualRoutes"), declared));

    [Theory]
    [InlineData("from 192.0.2.0/24 table 100 priority 5", "inet from 192.0.2.0/24 priority 5 table 100")]
    [InlineData("inet6 fwmark 3 lookup 7", "inet6 fwmark 3 table 7")]
    public void A_rule_is_read_and_written_in_the_notation_of_ip_rule(string declared, string expected) =>
        Assert.Equal([expected], RoundTrip(DocumentProperties.Rules("VirtualRule", "virtualRules"), declared));

    [Theory]
    [InlineData("192.0.2.2 min_ttl 254", "192.0.2.2 min_ttl 254")]
    [InlineData("192.0.2.3", "192.0.2.3")]
    public void A_peer_is_read_and_written_in_keepalived_s_notation(string declared, string expected) =>
        Assert.Equal([expected], RoundTrip(DocumentProperties.Peers("UnicastPeer", "unicastPeers"), declared));

    private static string[] RoundTrip(DocumentProperty property, string declared)
    {
        JObject entry = TopologyJson.All(Instance);
        property.Merge(entry, declared);
        TopologyReadResult read = TopologyJson.Read(new JObject { ["instances"] = new JArray(entry) });
        Assert.Empty(read.Findings.Select(finding => finding.Message));
        return (string[])property.Read(property.Select(TopologyJson.All(read.Topology!.Instances[0])))!;
    }

    private static string[] Uncovered(JObject all, DocumentProperties properties, params string[] containers)
    {
        string[] covered = [.. properties.Paths];
        return [.. Keys(all, string.Empty, containers).Except(covered).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Keys(JObject json, string prefix, string[] containers) => json.Properties().SelectMany(property =>
    {
        string path = prefix + property.Name;
        return containers.Contains(path) && property.Value is JObject inner ? Keys(inner, path + ".", containers) : [path];
    });
}
