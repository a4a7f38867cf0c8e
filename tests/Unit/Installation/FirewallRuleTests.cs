using NginxHa.Installation;
using NginxHa.Installation.Prerequisites;

namespace NginxHa.Tests.Unit.Installation;

public class FirewallRuleTests
{
    private const string Chain = """{"chain": {"family": "inet", "table": "filter", "name": "input", "handle": 1, "type": "filter", "hook": "input", "prio": 0, "policy": "POLICY"}}""";

    [Theory]
    [InlineData("accept", "", true)]
    [InlineData("drop", "", false)]
    [InlineData("drop", """{"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "protocol"}}, "right": 112}}, {"accept": null}""", true)]
    [InlineData("drop", """{"match": {"op": "==", "left": {"meta": {"key": "l4proto"}}, "right": "vrrp"}}, {"counter": {"packets": 0, "bytes": 0}}, {"accept": null}""", true)]
    [InlineData("drop", """{"match": {"op": "==", "left": {"meta": {"key": "l4proto"}}, "right": {"set": ["vrrp", "ah"]}}}, {"accept": null}""", true)]
    [InlineData("drop", """{"match": {"op": "!=", "left": {"meta": {"key": "l4proto"}}, "right": "vrrp"}}, {"accept": null}""", false)]
    [InlineData("drop", """{"match": {"op": "==", "left": {"meta": {"key": "iifname"}}, "right": "lo"}}, {"accept": null}""", false)]
    [InlineData("drop", """{"match": {"op": "==", "left": {"meta": {"key": "l4proto"}}, "right": "tcp"}}, {"accept": null}""", false)]
    [InlineData("drop", """{"limit": {"rate": 5, "per": "second"}}, {"accept": null}""", false)]
    [InlineData("drop", """{"accept": null}""", true)]
    [InlineData("accept", """{"reject": {"type": "icmpx", "expr": "port-unreachable"}}""", false)]
    [InlineData("accept", """{"match": {"op": "==", "left": {"meta": {"key": "l4proto"}}, "right": "vrrp"}}, {"drop": null}""", false)]
    public void Nftables(string policy, string rule, bool accepts)
    {
        string rules = rule.Length == 0 ? string.Empty : $$$""", {"rule": {"family": "inet", "table": "filter", "chain": "input", "handle": 2, "expr": [{{{rule}}}]}}""";
        string json = $$$"""{"nftables": [{"metainfo": {"version": "1.0.6"}}, {{{Chain.Replace("POLICY", policy, StringComparison.Ordinal)}}}{{{rules}}}]}""";
        Assert.Equal(accepts ? [] : [new BlockingChain("inet", "filter", "input")], FirewallRules.NftablesBlocks(json));
    }

    [Fact]
    public void Nftables_follows_a_jump_and_takes_other_hooks_for_what_they_are()
    {
        string json = $$$"""
            {"nftables": [
              {{{Chain.Replace("POLICY", "drop", StringComparison.Ordinal)}}},
              {"chain": {"family": "inet", "table": "filter", "name": "services", "handle": 5}},
              {"chain": {"family": "inet", "table": "filter", "name": "forward", "handle": 6, "type": "filter", "hook": "forward", "prio": 0, "policy": "drop"}},
              {"rule": {"family": "inet", "table": "filter", "chain": "input", "handle": 7, "expr": [{"jump": {"target": "services"}}]}},
              {"rule": {"family": "inet", "table": "filter", "chain": "services", "handle": 8, "expr": [{"match": {"op": "==", "left": {"meta": {"key": "l4proto"}}, "right": 112}}, {"accept": null}]}}
            ]}
            """;
        Assert.Empty(FirewallRules.NftablesBlocks(json));
        Assert.Single(FirewallRules.NftablesBlocks(json.Replace("112", "6", StringComparison.Ordinal)));
        Assert.Empty(FirewallRules.NftablesBlocks("{}"));
    }

    [Theory]
    [InlineData("-P INPUT ACCEPT", true)]
    [InlineData("-P INPUT DROP", false)]
    [InlineData("-P INPUT DROP\n-A INPUT -p 112 -j ACCEPT", true)]
    [InlineData("-P INPUT DROP\n-A INPUT -i eth0 -p vrrp -j ACCEPT", true)]
    [InlineData("-P INPUT DROP\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT", false)]
    [InlineData("-P INPUT ACCEPT\n-A INPUT -j REJECT --reject-with icmp-host-prohibited", false)]
    [InlineData("-P INPUT ACCEPT\n-A INPUT -p 112 -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-host-prohibited", true)]
    [InlineData("-P INPUT DROP\n-A INPUT -j ACCEPT", true)]
    public void Iptables(string rules, bool accepts) => Assert.Equal(accepts, FirewallRules.IptablesAccepts(rules.Split('\n')));

    [Fact]
    public void What_lets_VRRP_in()
    {
        Assert.Equal(
            ["firewall-cmd --permanent --zone=public --add-protocol=vrrp", "firewall-cmd --zone=public --add-protocol=vrrp"],
            FirewallRules.RepairFirewalld("public").Select(command => command.Text));
        Assert.Equal(
            "nft insert rule inet filter input meta l4proto 112 counter accept comment '\"VRRP, added by NginxHa\"'",
            FirewallRules.RepairNftables(new BlockingChain("inet", "filter", "input")).Text);
        Assert.Equal(
            ["iptables --insert INPUT 1 --in-interface eth0 --protocol 112 --match comment --comment 'VRRP, added by NginxHa' --jump ACCEPT", "netfilter-persistent save"],
            FirewallRules.RepairIptables("eth0", hasNetfilterPersistent: true).Select(command => command.Text));
        Assert.Equal(
            "ip netns exec blue nft --json list ruleset",
            NetworkCommands.In("blue", FirewallRules.ListNftables).Text);
    }

    [Fact]
    public void Ufw_takes_the_rule_before_its_own_commit()
    {
        const string rules = "*nat\nCOMMIT\n*filter\n:ufw-before-input - [0:0]\n-A ufw-before-input -i lo -j ACCEPT\nCOMMIT\n";
        Assert.False(FirewallRules.UfwAccepts(rules));
        string mended = FirewallRules.WithUfwRule(rules, isIPv6: false);
        Assert.True(FirewallRules.UfwAccepts(mended));
        Assert.Equal(
            "*nat\nCOMMIT\n*filter\n:ufw-before-input - [0:0]\n-A ufw-before-input -i lo -j ACCEPT\n# VRRP, added by NginxHa\n-A ufw-before-input -p 112 -j ACCEPT\n\nCOMMIT\n",
            mended);
        Assert.Contains("-A ufw6-before-input -p 112 -j ACCEPT", FirewallRules.WithUfwRule(rules, isIPv6: true), StringComparison.Ordinal);
        Assert.Equal(InstallationFailure.NotSupported, Assert.Throws<InstallationException>(() => FirewallRules.WithUfwRule("*nat\n", isIPv6: false)).Failure);
    }
}
