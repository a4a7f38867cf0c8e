using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>
/// The agent of the assembled module on one node, with a document, a runtime directory and a service manager of its own. It can be
/// started again after it ended; what it left is then there.
/// </summary>
public sealed class AgentProcess : IDisposable
{
    /// <summary>More than the agent needs for anything, on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const int SignalHangUp = 1;
    private const int SignalKill = 9;
    private readonly ScratchFolder _folder = new(forPrograms: true);
    private readonly TestNode _node;
    private readonly Socket _manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly List<string> _notifications = [];
    private BackgroundProcess? _process;

    /// <summary>Prepares an agent; it is not started.</summary>
    public AgentProcess(TestNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        _node = node;
        _manager.Blocking = false;
        _manager.Bind(new UnixDomainSocketEndPoint(_folder["notify"]));
        node.Network.Own(this);
    }

    /// <summary>A program that becomes the agent, such as <c>nohup</c>; null to start it as it is.</summary>
    public string? Launcher { get; init; }

    /// <summary>Its document.</summary>
    public string DocumentPath => _folder["nginxha.json"];

    /// <summary>Its runtime directory.</summary>
    public string RuntimeFolder => _folder["run"];

    /// <summary>Its control socket.</summary>
    public string ControlSocket => Path.Combine(RuntimeFolder, "control.sock");

    /// <summary>The process that runs, or ran last.</summary>
    public BackgroundProcess Process => _process ?? throw new InvalidOperationException("The agent was not started.");

    /// <summary>Everything it has told its service manager.</summary>
    public IReadOnlyList<string> Notifications
    {
        get
        {
            byte[] buffer = new byte[4096];
            lock (_notifications)
            {
                while (_manager.Available > 0)
                {
                    _notifications.Add(Encoding.UTF8.GetString(buffer, 0, _manager.Receive(buffer)));
                }

                return [.. _notifications];
            }
        }
    }

    /// <summary>Writes a document for one node.</summary>
    public void Write(params IReadOnlyList<VrrpInstanceOptions> instances) => Write(new Topology.HaTopology { Instances = instances });

    /// <summary>Writes a document.</summary>
    public void Write(Topology.HaTopology topology) => Write(TopologyDocument.Write(topology));

    /// <summary>Writes a document.</summary>
    public void Write(string text) => _folder.Write("nginxha.json", text);

    /// <summary>Runs the program with other arguments and waits for it.</summary>
    public CommandResult Run(params IReadOnlyList<string> arguments) =>
        Command.TryRun(null, "ip", ["netns", "exec", _node.Namespace, Repository.Agent, .. arguments]);

    /// <summary>Starts the agent.</summary>
    /// <param name="arguments">Further arguments.</param>
    /// <param name="watchdog">Has the service manager watch.</param>
    public BackgroundProcess Launch(IReadOnlyList<string>? arguments = null, TimeSpan? watchdog = null)
    {
        _process?.Dispose();
        var environment = new Dictionary<string, string>
        {
            ["NOTIFY_SOCKET"] = _folder["notify"],

            // The runtime that these tests run on, wherever it was installed.
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")),
        };
        if (watchdog is { } time)
        {
            environment["WATCHDOG_USEC"] = ((long)time.TotalMicroseconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        string[] command =
        [
            .. Launcher is null ? Array.Empty<string>() : [Launcher],
            Repository.Agent, "run", "--document", DocumentPath, "--runtime-directory", RuntimeFolder, "--log", "Text", "--log-level", "Debug",
            .. arguments ?? [],
        ];
        return _process = _node.Start(command[0], command[1..], environment);
    }

    /// <summary>Starts the agent and waits until it says that it is ready.</summary>
    public async Task StartAsync(CancellationToken cancellationToken, params IReadOnlyList<string> arguments)
    {
        int before = Notifications.Count;
        Launch(arguments);
        await WaitForNotificationAsync("READY=1", before, cancellationToken);
    }

    /// <summary>Has the agent read its document again and waits until it has; the log says how it went.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        int before = Notifications.Count;
        Process.Signal(SignalHangUp);
        await WaitForNotificationAsync("RELOADING=1", before, cancellationToken);
        await WaitForNotificationAsync("READY=1", before, cancellationToken);
    }

    /// <summary>Ends the agent in good order.</summary>
    /// <returns>Its exit code.</returns>
    public int Stop()
    {
        Process.Signal(Native.SignalTerminate);
        Assert.True(Process.WaitForExit(Patience), $"The agent did not end:\n{Process.Log}");
        return Process.ExitCode;
    }

    /// <summary>Ends the agent at once.</summary>
    public void Kill()
    {
        Process.Signal(SignalKill);
        Assert.True(Process.WaitForExit(Patience));
    }

    /// <summary>Waits until the agent has told its service manager something after a number of other things.</summary>
    public Task WaitForNotificationAsync(string text, int after, CancellationToken cancellationToken) => Eventually.TrueAsync(
        () => Process.HasExited
            ? throw new InvalidOperationException($"The agent ended with {Process.ExitCode}:\n{Process.Log}")
            : Notifications.Skip(after).Any(notification => notification.Contains(text, StringComparison.Ordinal)),
        Patience,
        () => $"{text} told to the service manager; log:\n{Process.Log}",
        cancellationToken);

    /// <summary>Waits for a line of the log.</summary>
    public Task<LogLine> WaitForLogAsync(string text, CancellationToken cancellationToken) => Process.WaitForLineAsync(text, Patience, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _process?.Dispose();
        _manager.Dispose();
        _folder.Dispose();
    }
}
