using NginxHa.Cmdlets.Commands.Keepalived;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Publishing;

/// <summary>How a node is made what a document says.</summary>
internal sealed record NodeSettings
{
    /// <summary>What runs its virtual routers.</summary>
    public TopologyEngine Engine { get; init; }

    /// <summary>Absolute path of the document.</summary>
    public string DocumentPath { get; init; } = TopologyDocument.DefaultPath;

    /// <summary>Absolute path of keepalived.conf, for that engine.</summary>
    public string KeepalivedPath { get; init; } = ImportKeepalivedConfigurationCommand.DefaultPath;

    /// <summary>Absolute path of keepalived's process id file.</summary>
    public string KeepalivedPidPath { get; init; } = KeepalivedService.DefaultPidPath;

    /// <summary>Name of this machine's node; null to find it by machine id, host name or address.</summary>
    public string? Node { get; init; }
}
