using Newtonsoft.Json.Linq;
using NginxHa.Platform;

namespace NginxHa.Installation.Prerequisites;

/// <summary>Reads the rules of firewalls and decides how VRRP (IP protocol 112) gets in.</summary>
public static class FirewallRules
{
    private const int Vrrp = 112;
    private const int DeepestJump = 16;
    private const string Comment = "VRRP, added by NginxHa";

    /// <summary>Lists the rules of nftables.</summary>
    public static SystemCommand ListNftables { get; } = new("nft", "--json", "list", "ruleset");

    /// <summary>Lists the incoming rules of iptables.</summary>
    public static SystemCommand ListIptables { get; } = new("iptables", "--list-rules", "INPUT");

    /// <summary>Asks whether firewalld runs.</summary>
    public static SystemCommand AskFirewalld { get; } = new("firewall-cmd", "--state");

    /// <summary>Asks which zone of firewalld an interface is in.</summary>
    public static SystemCommand AskZone(string link) => new("firewall-cmd", $"--get-zone-of-interface={link}");

    /// <summary>Asks which zone of firewalld everything else is in.</summary>
    public static SystemCommand AskDefaultZone { get; } = new("firewall-cmd", "--get-default-zone");

    /// <summary>Asks whether a zone of firewalld lets VRRP in: exit code 0 says yes.</summary>
    public static SystemCommand AskProtocol(string zone) => new("firewall-cmd", $"--zone={zone}", "--query-protocol=vrrp");

    /// <summary>Asks how ufw stands.</summary>
    public static SystemCommand AskUfw { get; } = new("ufw", "status");

    /// <summary>Lets VRRP into a zone of firewalld, now and after the next start.</summary>
    public static IReadOnlyList<SystemCommand> RepairFirewalld(string zone) =>
    [
        new("firewall-cmd", "--permanent", $"--zone={zone}", "--add-protocol=vrrp"),
        new("firewall-cmd", $"--zone={zone}", "--add-protocol=vrrp"),
    ];

    /// <summary>Lets VRRP through a chain of nftables: a rule in front of the others.</summary>
    public static SystemCommand RepairNftables(BlockingChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return new SystemCommand(
            "nft", "insert", "rule", chain.Family, chain.Table, chain.Chain, "meta", "l4proto", "112", "counter", "accept", "comment", $"\"{Comment}\"");
    }

    /// <summary>Lets VRRP through iptables, and keeps it where something keeps the rules.</summary>
    public static IReadOnlyList<SystemCommand> RepairIptables(string? link, bool hasNetfilterPersistent) =>
    [
        new("iptables", [
            "--insert", "INPUT", "1", .. link is null ? [] : (string[])["--in-interface", link], "--protocol", "112",
            "--match", "comment", "--comment", Comment, "--jump", "ACCEPT"]),
        .. hasNetfilterPersistent ? [new("netfilter-persistent", "save")] : (SystemCommand[])[],
    ];

    /// <summary>Makes ufw read its rules again.</summary>
    public static SystemCommand ReloadUfw { get; } = new("ufw", "reload");

    /// <summary>Whether ufw's first rules let VRRP in.</summary>
    public static bool UfwAccepts(string rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return rules.Split('\n').Any(line => line.StartsWith("-A ufw", StringComparison.Ordinal)
            && (line.Contains("-p 112 ", StringComparison.Ordinal) || line.Contains("-p vrrp ", StringComparison.Ordinal))
            && line.EndsWith("ACCEPT", StringComparison.Ordinal));
    }

    /// <summary>ufw's first rules (before.rules, before6.rules) with one that lets VRRP in.</summary>
    public static string WithUfwRule(string rules, bool isIPv6)
    {
        ArgumentNullException.ThrowIfNull(rules);
        List<string> lines = [.. rules.Split('\n')];
        int commit = lines.FindIndex(lines.FindIndex(line => line.Trim() == "*filter") + 1, line => line.Trim() == "COMMIT");
        if (commit < 0)
        {
            throw new InstallationException(InstallationFailure.NotSupported, "The first rules of ufw have no COMMIT that ends the table *filter; they have to be mended by hand.");
        }

        lines.InsertRange(commit, [$"# {Comment}", $"-A {(isIPv6 ? "ufw6" : "ufw")}-before-input -p 112 -j ACCEPT", string.Empty]);
        return string.Join('\n', lines);
    }

    /// <summary>Whether the incoming rules of iptables let VRRP in.</summary>
    /// <param name="lines">What <see cref="ListIptables"/> printed.</param>
    public static bool IptablesAccepts(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        bool refuses = false;
        foreach (string line in lines)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["-P", "INPUT", var policy])
            {
                refuses = policy != "ACCEPT";
                continue;
            }

            int jump = Array.IndexOf(words, "-j");
            string target = jump >= 0 && jump + 1 < words.Length ? words[jump + 1] : string.Empty;
            bool isVrrp = line.Contains("-p 112", StringComparison.Ordinal) || line.Contains("-p vrrp", StringComparison.Ordinal);
            bool isEverything = jump == 2;
            if ((isVrrp || isEverything) && target is "ACCEPT" or "DROP" or "REJECT")
            {
                return target == "ACCEPT";
            }
        }

        return !refuses;
    }

    /// <summary>The chains of nftables that take packets in and do not let VRRP through.</summary>
    /// <param name="json">What <see cref="ListNftables"/> printed.</param>
    public static IReadOnlyList<BlockingChain> NftablesBlocks(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var blocking = new List<BlockingChain>();
        JToken[] all = [.. JObject.Parse(json)["nftables"]?.Children() ?? []];
        foreach (JToken chain in all.Select(item => item["chain"]).OfType<JObject>())
        {
            string family = (string?)chain["family"] ?? string.Empty;
            string table = (string?)chain["table"] ?? string.Empty;
            string name = (string?)chain["name"] ?? string.Empty;
            if ((string?)chain["hook"] != "input" || (string?)chain["type"] != "filter" || family is not ("inet" or "ip" or "ip6"))
            {
                continue;
            }

            bool? verdict = ChainVerdict(all, family, table, name, DeepestJump);
            if (!(verdict ?? (string?)chain["policy"] != "drop"))
            {
                blocking.Add(new BlockingChain(family, table, name));
            }
        }

        return blocking;
    }

    /// <summary>What a chain does with VRRP: true lets it in, false drops it, null leaves it to whatever comes after.</summary>
    private static bool? ChainVerdict(JToken[] all, string family, string table, string name, int depth) => depth == 0
        ? null
        : all.Select(item => item["rule"]).OfType<JObject>()
            .Where(rule => (string?)rule["family"] == family && (string?)rule["table"] == table && (string?)rule["chain"] == name)
            .Select(rule => RuleVerdict(all, family, table, rule["expr"] ?? new JArray(), depth))
            .FirstOrDefault(each => each is not null);

    private static bool? RuleVerdict(JToken[] all, string family, string table, JToken expressions, int depth)
    {
        foreach (JObject expression in expressions.Children().OfType<JObject>())
        {
            if (expression["match"] is JObject match && !MatchesVrrp(match))
            {
                return null;
            }

            if (expression.ContainsKey("limit"))
            {
                return null;
            }

            if (expression.ContainsKey("accept"))
            {
                return true;
            }

            if (expression.ContainsKey("drop") || expression.ContainsKey("reject"))
            {
                return false;
            }

            if ((expression["jump"] ?? expression["goto"]) is JObject jump)
            {
                return ChainVerdict(all, family, table, (string?)jump["target"] ?? string.Empty, depth - 1);
            }
        }

        return null;
    }

    private static bool MatchesVrrp(JToken match)
    {
        bool isProtocol = (string?)match.SelectToken("left.payload.field") is "protocol" or "nexthdr" || (string?)match.SelectToken("left.meta.key") == "l4proto";
        return isProtocol && (string?)match["op"] is "==" or "in" && (IsVrrp(match["right"]) || match.SelectToken("right.set")?.Children().Any(IsVrrp) == true);
    }

    private static bool IsVrrp(JToken? value) =>
        value is JValue scalar && (scalar.ToString() == "vrrp" || scalar.ToString() == FormattableString.Invariant($"{Vrrp}"));
}
