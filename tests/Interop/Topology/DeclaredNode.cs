using System.Globalization;
using NginxHa.Cmdlets.Publishing;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Topologies;

/// <summary>
/// A node of a declared pair: nginx, an engine with files of its own, and a shell with the module in which it is declared.
/// </summary>
public sealed class DeclaredNode : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ScratchFolder _folder = new(forPrograms: true);
    private readonly AgentProcess? _agent;
    private BackgroundProcess? _keepalived;
    private NginxProcess? _nginx;
    private NodeShell? _shell;

    internal DeclaredNode(TestNode node, TopologyEngine engine)
    {
        Node = node;
        Engine = engine;
        node.Network.Own(this);
        _agent = engine == TopologyEngine.Agent ? new AgentProcess(node) : null;
        Directory.CreateDirectory(_folder["keepalived"]);
    }

    /// <summary>The node on the network.</summary>
    public TestNode Node { get; }

    /// <summary>Its engine.</summary>
    public TopologyEngine Engine { get; }

    /// <summary>Its document.</summary>
    public string DocumentPath => _agent?.DocumentPath ?? _folder["nginxha.json"];

    /// <summary>Its keepalived.conf.</summary>
    public string KeepalivedPath => _folder["keepalived/keepalived.conf"];

    /// <summary>Process id file of its keepalived.</summary>
    public string KeepalivedPidPath => _folder["keepalived.pid"];

    /// <summary>File with the process id of its nginx.</summary>
    public string NginxPidPath => _folder["nginx.pid"];

    /// <summary>What the engine said.</summary>
    public string Log => _agent?.Process.Log ?? _keepalived?.Log ?? string.Empty;

    /// <summary>Process of the engine; an error when it has ended.</summary>
    public int EngineId
    {
        get
        {
            BackgroundProcess process = _agent?.Process ?? _keepalived!;
            Assert.False(process.HasExited, $"The engine of {Node.Name} has ended:\n{process.Log}");
            return process.Id;
        }
    }

    /// <summary>Environment of a shell on this node.</summary>
    public IReadOnlyList<string> Variables => [$"NGINXHA_SOCKET={_agent?.ControlSocket ?? _folder["no.sock"]}", "NO_COLOR=1"];

    /// <summary>A shell that stays open.</summary>
    internal NodeShell Shell => _shell ??= new NodeShell(Node, Variables);

    /// <summary>The settings of a request, with the paths of this node.</summary>
    internal NodeSettings Place(NodeSettings settings) => settings with { DocumentPath = DocumentPath, KeepalivedPath = KeepalivedPath, KeepalivedPidPath = KeepalivedPidPath };

    /// <summary>Starts nginx.</summary>
    public async Task StartNginxAsync(CancellationToken cancellationToken)
    {
        _nginx = await NginxProcess.StartAsync(Node, cancellationToken);
        await File.WriteAllTextAsync(NginxPidPath, _nginx.Id.ToString(CultureInfo.InvariantCulture), cancellationToken);
    }

    /// <summary>Kills nginx.</summary>
    public void KillNginx() => _nginx!.Kill();

    /// <summary>Starts the engine on what was declared.</summary>
    public async Task StartEngineAsync(CancellationToken cancellationToken)
    {
        if (_agent is not null)
        {
            await _agent.StartAsync(cancellationToken);
            return;
        }

        _keepalived = Node.Start(
            "keepalived",
            ["--dont-fork", "--log-console", "--log-detail", "--no-syslog", "--vrrp", "--dont-respawn", "--use-file", KeepalivedPath, "--pid", KeepalivedPidPath, "--vrrp_pid", _folder["vrrp.pid"]],
            new Dictionary<string, string> { ["TMPDIR"] = _folder.Path });
        await _keepalived.WaitForLineAsync("Startup complete", Patience, cancellationToken);
    }

    /// <summary>Ends the engine at once: the machine is lost.</summary>
    public void KillEngine()
    {
        BackgroundProcess process = _agent?.Process ?? _keepalived!;
        process.Signal(Native.SignalKill);
        process.WaitForExit(Patience);
    }

    /// <summary>Runs a script file in the shell on this node and gives the lines that it wrote.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(string script, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        BackgroundProcess shell = Node.Start("env", [.. Variables, Repository.Shell, "-NonInteractive", "-File", script, .. arguments]);
        await Eventually.TrueAsync(() => shell.HasExited, TimeSpan.FromMinutes(1), () => $"the end of {script}:\n{shell.Log}", cancellationToken);
        Assert.True(shell.ExitCode == 0, $"{script} ended with {shell.ExitCode}:\n{shell.Log}");
        return [.. shell.Lines.Select(line => line.Text)];
    }

    /// <summary>When the files that say what this node runs were written.</summary>
    public string Fingerprint() => string.Join('\n', new[] { DocumentPath, KeepalivedPath }
        .Where(File.Exists)
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O}"));

    /// <inheritdoc/>
    public void Dispose()
    {
        _shell?.Dispose();
        _keepalived?.Dispose();
        _folder.Dispose();
    }
}
