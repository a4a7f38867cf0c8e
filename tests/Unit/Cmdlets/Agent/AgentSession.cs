using System.Management.Automation;
using System.Runtime.Versioning;
using NginxHa.Cmdlets.Resources;
using NginxHa.Control;
using NginxHa.Platform;
using NginxHa.Tests.Unit.Cmdlets.Vrrp;
using NginxHa.Tests.Unit.Control;
using NginxHa.Tests.Unit.Installation;

namespace NginxHa.Tests.Unit.Cmdlets.Agent;

/// <summary>
/// The cmdlets on a folder that stands for a machine with systemd, whose systemctl starts and stops a control server in this
/// process instead of an agent.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class AgentSession : IAsyncDisposable
{
    private const string Document = "/etc/nginxha/nginxha.json";

    private readonly string? _before = Environment.GetEnvironmentVariable(ControlAddress.Variable);
    private readonly IDisposable _replaced;
    private readonly VrrpSession _session;
    private ControlServer? _server;
    private bool _isEnabled;

    public AgentSession()
    {
        Machine = new MachineFolder((Document, "{}"), ("/run/systemd/system/here", ""), ("/usr/bin/dotnet", ""));
        Runner = new RecordingRunner(Answer);
        _replaced = InstallationMachine.Replace(Machine.Files, Runner);
        Environment.SetEnvironmentVariable(ControlAddress.Variable, Host.Address);
        _session = new VrrpSession(Host.Client);
        Source = Builds.Managed().Folder;
    }

    public ControlHost Host { get; } = new(start: false);

    public MachineFolder Machine { get; }

    public AgentFolder Builds { get; } = new();

    public RecordingRunner Runner { get; }

    /// <summary>Folder of the agent to install.</summary>
    public string Source { get; }

    public bool IsActive => _server is not null || IsStuck;

    /// <summary>The service manager says that it runs, whatever it does.</summary>
    public bool IsStuck { get; set; }

    /// <summary>The commands that change something, since the last look.</summary>
    public string[] TakeChanges()
    {
        string[] changes = [.. Runner.Commands.Select(command => command.Text).Where(text => !text.Contains("is-", StringComparison.Ordinal))];
        Runner.Commands.Clear();
        return changes;
    }

    public T Run<T>(string script) => Assert.IsType<T>(Assert.Single(_session.Run(script)));

    public object[] Run(string script) => _session.Run(script);

    public object[] Try(string script) => _session.Try(script);

    public ErrorRecord Fail(string script) => _session.Fail(script);

    public IReadOnlyList<string> Warnings => _session.Warnings;

    public async Task StopServerAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        _replaced.Dispose();
        Environment.SetEnvironmentVariable(ControlAddress.Variable, _before);
        await StopServerAsync();
        await Host.DisposeAsync();
        Machine.Dispose();
        Builds.Dispose();
    }

    private CommandOutcome Answer(SystemCommand command)
    {
        switch (command.Arguments)
        {
            case ["is-enabled", ..]:
                return _isEnabled ? RecordingRunner.Good() : RecordingRunner.Bad(1);
            case ["is-active", ..]:
                return IsActive ? RecordingRunner.Good() : RecordingRunner.Bad(3);
            case ["enable" or "disable", ..]:
                _isEnabled = command.Arguments[0] == "enable";
                break;
            case ["start" or "stop" or "restart", ..]:
                Task.Run(StopServerAsync).GetAwaiter().GetResult();
                if (command.Arguments[0] != "stop")
                {
                    _server = new ControlServer(Host.Engine, Host.Agent, Host.Settings);
                    _server.Start();
                }

                break;
        }

        return RecordingRunner.Good();
    }
}
