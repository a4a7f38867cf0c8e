using System.Globalization;
using System.Text;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>
/// One Ethernet segment: a switch in a namespace of its own and any number of nodes, each a namespace with <c>eth0</c> on it.
/// Every network of every process has names of its own, so tests run side by side; disposing removes everything.
/// </summary>
public sealed class TestNetwork : IDisposable
{
    private static int s_count;

    private readonly string _prefix;
    private readonly List<TestNode> _nodes = [];
    private readonly List<Loss> _losses = [];
    private readonly List<IDisposable> _parts = [];

    /// <summary>Makes a switch without nodes.</summary>
    public TestNetwork()
    {
        int number = Interlocked.Increment(ref s_count);
        _prefix = string.Create(CultureInfo.InvariantCulture, $"{StaleNetworks.NamePrefix}{Environment.ProcessId}-{number}-");
        SwitchNamespace = _prefix + "sw";
        Command.Run("ip", "netns", "add", SwitchNamespace);
        try
        {
            DisableIpv6(SwitchNamespace);
            Ip(SwitchNamespace, "link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0", "link set br0 up");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Namespace of the switch; its bridge is <c>br0</c>, its ports are named after the nodes.</summary>
    public string SwitchNamespace { get; }

    /// <summary>Nodes so far.</summary>
    public IReadOnlyList<TestNode> Nodes => _nodes;

    /// <summary>Adds a node with addresses such as <c>10.77.0.1/24</c> on <c>eth0</c>. IPv6 is on only where one of them is IPv6.</summary>
    public TestNode AddNode(string name, params IReadOnlyList<string> addresses)
    {
        TestNode node = new(this, name, _prefix + name);
        Command.Run("ip", "netns", "add", node.Namespace);
        _nodes.Add(node);
        if (addresses.Any(address => address.Contains(':', StringComparison.Ordinal)))
        {
            // Without duplicate address detection the link-local address works at once.
            node.WriteSetting("/proc/sys/net/ipv6/conf/default/accept_dad", "0");
            node.WriteSetting("/proc/sys/net/ipv6/conf/all/accept_dad", "0");
        }
        else
        {
            DisableIpv6(node.Namespace);
        }

        Ip(node.Namespace, [
            $"link add eth0 type veth peer name {name} netns {SwitchNamespace}",
            "link set lo up",
            "link set eth0 up",
            .. addresses.Select(address => $"address add {address} dev eth0"),
        ]);
        Ip(SwitchNamespace, $"link set dev {name} master br0 up");
        return node;
    }

    /// <summary>Hands over something to dispose before the namespaces go, such as a process in one of them.</summary>
    public T Own<T>(T part)
        where T : IDisposable
    {
        lock (_parts)
        {
            _parts.Add(part);
        }

        return part;
    }

    /// <summary>Pulls a node's cable: its <c>eth0</c> loses the carrier.</summary>
    public void Cut(TestNode node) => Ip(SwitchNamespace, $"link set dev {node.Name} down");

    /// <summary>Plugs the cable in again.</summary>
    public void Restore(TestNode node) => Ip(SwitchNamespace, $"link set dev {node.Name} up");

    /// <summary>Loses frames from now on, beside what is lost already; the carrier stays.</summary>
    public void Lose(params IEnumerable<Loss> losses)
    {
        _losses.AddRange(losses);
        ApplyLosses();
    }

    /// <summary>Nobody hears the node and it hears nobody, but its carrier stays.</summary>
    public void Isolate(TestNode node) => Lose(new Loss(node, null), new Loss(null, node));

    /// <summary>Loses nothing any more.</summary>
    public void Heal()
    {
        _losses.Clear();
        ApplyLosses();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        List<Exception> failures = [];
        IDisposable[] parts;
        lock (_parts)
        {
            parts = [.. Enumerable.Reverse(_parts)];
            _parts.Clear();
        }

        foreach (IDisposable part in parts)
        {
            try
            {
                part.Dispose();
            }
            catch (Exception exception)
            {
                failures.Add(exception);
            }
        }

        foreach (TestNode node in _nodes)
        {
            StaleNetworks.Remove(node.Namespace);
        }

        StaleNetworks.Remove(SwitchNamespace);
        if (failures.Count > 0)
        {
            throw new AggregateException("The namespaces are gone, but a part of the network did not end well.", failures);
        }
    }

    internal static void Ip(string networkNamespace, params IEnumerable<string> commands) =>
        Command.Run(string.Join('\n', commands) + "\n", "ip", ["-n", networkNamespace, "-batch", "-"]);

    private static void DisableIpv6(string networkNamespace) => NamespaceThread.Run(networkNamespace, () =>
    {
        if (Directory.Exists("/proc/sys/net/ipv6"))
        {
            File.WriteAllText("/proc/sys/net/ipv6/conf/all/disable_ipv6", "1");
            File.WriteAllText("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1");
        }
    });

    private void ApplyLosses()
    {
        // One transaction replaces the whole table, so that no frame slips through in between.
        StringBuilder rules = new("table bridge loss\ndelete table bridge loss\n");
        if (_losses.Count > 0)
        {
            rules.Append("table bridge loss {\n chain relay {\n  type filter hook forward priority 0; policy accept;\n");
            foreach (Loss loss in _losses)
            {
                rules.Append(loss.From is null ? "" : $"  iifname \"{loss.From.Name}\"")
                    .Append(loss.To is null ? "" : $" oifname \"{loss.To.Name}\"")
                    .Append(loss.Protocol is null ? "" : string.Create(CultureInfo.InvariantCulture, $" ip protocol {loss.Protocol}"))
                    .Append(loss.Percent >= 100 ? "" : string.Create(CultureInfo.InvariantCulture, $" numgen random mod 100 < {loss.Percent}"))
                    .Append(" drop\n");
            }

            rules.Append(" }\n}\n");
        }

        Command.Run(rules.ToString(), "ip", ["netns", "exec", SwitchNamespace, Machine.PathOf("nft"), "-f", "-"]);
    }
}
