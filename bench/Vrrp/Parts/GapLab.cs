using NginxHa.Bench.Vrrp.Measuring;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Parts;

/// <summary>Two nodes with nginx, a client, and a witness of what the first node advertises; it stays for all rounds.</summary>
internal sealed class GapLab
{
    /// <summary>The virtual IP.</summary>
    public const string VirtualIp = "10.77.1.1";

    private GapLab(TestNetwork network)
    {
        Network = network;
        Master = network.AddNode("a", "10.77.0.2/16");
        Backup = network.AddNode("b", "10.77.0.1/16");
        Client = network.AddNode("client", "10.77.0.9/16");
        Folder = network.Own(new ScratchFolder(forPrograms: true));
    }

    public TestNetwork Network { get; }

    /// <summary>The node that is going to be lost.</summary>
    public TestNode Master { get; }

    /// <summary>The node that takes over.</summary>
    public TestNode Backup { get; }

    /// <summary>Where requests come from.</summary>
    public TestNode Client { get; }

    /// <summary>Nginx of the master.</summary>
    public NginxProcess MasterNginx { get; private set; } = null!;

    /// <summary>Nginx of the backup.</summary>
    public NginxProcess BackupNginx { get; private set; } = null!;

    private ScratchFolder Folder { get; }

    public static async Task<GapLab> BuildAsync(TestNetwork network, CancellationToken cancellationToken)
    {
        GapLab lab = new(network);
        lab.BackupNginx = await NginxProcess.StartAsync(lab.Backup, cancellationToken).ConfigureAwait(false);
        await lab.StartMasterNginxAsync(cancellationToken).ConfigureAwait(false);
        return lab;
    }

    /// <summary>Starts nginx on the master's node, again if it was killed.</summary>
    public async Task StartMasterNginxAsync(CancellationToken cancellationToken) =>
        MasterNginx = await NginxProcess.StartAsync(Master, cancellationToken).ConfigureAwait(false);

    /// <summary>A program that succeeds while a node's nginx lives, and leaves a mark each time that it looks.</summary>
    public string WriteCheck(TestNode node) => Folder.WriteProgram(
        $"check-{node.Name}",
        $"""
        #!/bin/sh
        : > {MarkOf(node)}
        read -r id < {(node == Master ? MasterNginx : BackupNginx).PidFile} && kill -0 "$id"

        """);

    /// <summary>When the check of a node looked last, as <see cref="Clock.Now"/> counts; 0 when it has not.</summary>
    public long LastLook(TestNode node)
    {
        FileInfo mark = new(MarkOf(node));
        return mark.Exists ? (mark.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks * 100 : 0;
    }

    /// <summary>Takes the virtual IP off both nodes, after an engine that was killed, and has the client forget who had it.</summary>
    public void Clean()
    {
        foreach (TestNode node in (TestNode[])[Master, Backup])
        {
            if (node.Owns(VirtualIp))
            {
                node.Ip($"address del {VirtualIp}/32 dev eth0");
            }
        }

        Client.Ip("neigh flush all");
        File.Delete(MarkOf(Master));
    }

    private string MarkOf(TestNode node) => Folder[$"looked-{node.Name}"];
}
