using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NginxHa.Cmdlets.Commands.Installation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Publishing;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>What the cmdlets have in common that speak with the nodes of a topology: this one, or a fleet.</summary>
public abstract class HaTopologyFleetCmdlet : HaCmdlet
{
    private readonly List<INodeChannel> _channels = [];

    /// <summary>The topology: the object, or the path of its document; the document of this node when not given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Path", "InputObject")]
    [ValidateNotNull]
    public PSObject Topology { get; set; } = TopologyDocument.DefaultPath;

    /// <summary>What runs the virtual routers.</summary>
    [Parameter]
    public TopologyEngine Engine { get; set; }

    /// <summary>Sessions with the nodes; the module has to be there. This machine alone without sessions and host names.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSSession[] Session { get; set; } = [];

    /// <summary>Host names of nodes, reached with PowerShell over SSH.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] HostName { get; set; } = [];

    /// <summary>User for the host names.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>Private key for the host names.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyFilePath { get; set; }

    /// <summary>Name of this machine's node; found by machine id, host name or address when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Node { get; set; }

    /// <summary>Where the document is on each node.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string DocumentPath { get; set; } = TopologyDocument.DefaultPath;

    /// <summary>Where keepalived.conf is on each node.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string KeepalivedPath { get; set; } = new NodeSettings().KeepalivedPath;

    /// <summary>Where keepalived's process id file is on each node.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string KeepalivedPidPath { get; set; } = KeepalivedService.DefaultPidPath;

    /// <summary>How the nodes are made what the document says.</summary>
    private protected NodeSettings Settings => new()
    {
        Engine = Engine,
        DocumentPath = ResolveFilePath(DocumentPath),
        KeepalivedPath = ResolveFilePath(KeepalivedPath),
        KeepalivedPidPath = ResolveFilePath(KeepalivedPidPath),
        Node = Node,
    };

    /// <summary>The topology, without errors.</summary>
    private protected HaTopology ReadTopology()
    {
        if (Node is not null && (Session.Length > 0 || HostName.Length > 0))
        {
            throw HaErrors.InvalidCombination("-Node says which node this machine is; other machines find that out themselves.");
        }

        return Topology.BaseObject is string path ? TopologyFile.Read(ResolveFilePath(path)) : ChosenTopology.Read(Topology.BaseObject, ResolveFilePath);
    }

    /// <summary>The ways to the nodes; what cannot be reached is handed over and left out.</summary>
    /// <param name="unreachable">Takes a computer and the reason.</param>
    private protected IReadOnlyList<INodeChannel> Connect(Action<string, Exception> unreachable)
    {
        _channels.AddRange(Session.Select(session => NodeChannels.Through(InvokeCommand, session)));
        foreach (string host in HostName)
        {
            var parameters = new Hashtable { ["HostName"] = host };
            if (UserName is not null)
            {
                parameters["UserName"] = UserName;
            }

            if (KeyFilePath is not null)
            {
                parameters["KeyFilePath"] = ResolveFilePath(KeyFilePath);
            }

            try
            {
                _channels.Add(NodeChannels.Connect(InvokeCommand, parameters));
            }
            catch (RuntimeException exception)
            {
                unreachable(host, exception);
            }
        }

        if (Session.Length == 0 && HostName.Length == 0)
        {
            _channels.Add(new LocalChannel());
        }

        return _channels;
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        try
        {
            Run();
        }
        finally
        {
            foreach (INodeChannel channel in _channels)
            {
                channel.Dispose();
            }
        }
    }

    /// <summary>Does the work; the ways to the nodes are closed after it.</summary>
    private protected abstract void Run();
}
