using NginxHa.Cmdlets.Publishing;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Topologies;

/// <summary>The pair of the tutorial with its own addresses, in namespaces: 192.168.139.130 and .129, and a client.</summary>
public sealed class DeclaredPair : IDisposable
{
    /// <summary>The virtual IP of the tutorial.</summary>
    public const string First = "192.168.139.200";

    /// <summary>A second one, for two masters.</summary>
    public const string Second = "192.168.139.201";

    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Topology", "declare.ps1");

    /// <summary>Makes the pair; nothing runs on it. The tutorial knows IPv4 alone.</summary>
    public DeclaredPair(TopologyEngine engine, bool withIPv6 = false)
    {
        One = new DeclaredNode(Network.AddNode("centos6-1", ["192.168.139.130/24", .. withIPv6 ? (string[])["fd77::130/64"] : []]), engine);
        Two = new DeclaredNode(Network.AddNode("centos6-2", ["192.168.139.129/24", .. withIPv6 ? (string[])["fd77::129/64"] : []]), engine);
        Client = Network.AddNode("client", "192.168.139.9/24");
        Owners = new OwnershipMonitor(One.Node, Two.Node);
    }

    /// <summary>The network.</summary>
    public TestNetwork Network { get; } = new();

    /// <summary>The preferred owner.</summary>
    public DeclaredNode One { get; }

    /// <summary>The other one.</summary>
    public DeclaredNode Two { get; }

    /// <summary>Who asks.</summary>
    public TestNode Client { get; }

    /// <summary>Who has what.</summary>
    public OwnershipMonitor Owners { get; }

    /// <summary>Starts nginx on both.</summary>
    public Task StartNginxAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(One.StartNginxAsync(cancellationToken), Two.StartNginxAsync(cancellationToken));

    /// <summary>Applies one declaration on both nodes by the DSC class, each in a shell of its own; the lines that each wrote.</summary>
    public Task<IReadOnlyList<string>[]> DeclareAsync(string mode, CancellationToken cancellationToken) => Task.WhenAll(((DeclaredNode[])[One, Two]).Select(node => node.RunAsync(
        Script,
        ["-Engine", node.Engine.ToString(), "-Mode", mode, "-Path", node.DocumentPath, "-KeepalivedPath", node.KeepalivedPath, "-KeepalivedPidPath", node.KeepalivedPidPath,
        "-MasterPid", One.NginxPidPath, "-BackupPid", Two.NginxPidPath],
        cancellationToken)));

    /// <summary>Waits until a node alone has an address.</summary>
    public Task OwnerAsync(string address, DeclaredNode node, CancellationToken cancellationToken) =>
        Owners.WaitForOwnerAsync(address, node.Node, TimeSpan.FromSeconds(20), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
