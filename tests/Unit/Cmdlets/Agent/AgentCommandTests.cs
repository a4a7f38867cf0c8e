using System.Management.Automation;
using System.Runtime.Versioning;
using NginxHa.Cmdlets.Output;
using NginxHa.Control;
using NginxHa.Topology;

namespace NginxHa.Tests.Unit.Cmdlets.Agent;

[SupportedOSPlatform("linux")]
[Collection(ModuleStateCollection.Name)]
public sealed class AgentCommandTests : IAsyncDisposable
{
    private readonly AgentSession _session = new();

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    [Fact]
    public void Nothing_is_installed_at_first()
    {
        var agent = _session.Run<HaAgent>("Get-HaAgent");
        Assert.Equal((HaAgentState.NotInstalled, false, null, null), (agent.State, agent.IsEnabled, agent.Build, agent.Problem));
        Assert.Equal(_session.Host.Address, agent.ControlAddress);
        Assert.StartsWith("AgentNotInstalled,", _session.Fail("Start-HaAgent").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("AgentNotInstalled,", _session.Fail("Restart-HaAgent").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_session.Run("Stop-HaAgent"));
        Assert.StartsWith("AgentUnavailable,", _session.Fail("Update-HaAgent").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_session.TakeChanges());
    }

    [Fact]
    public void It_is_installed_found_as_asked_for_and_removed()
    {
        string[] before = [.. _session.Machine.AllFiles()];
        var agent = _session.Run<HaAgent>($"Install-HaAgent -SourcePath '{_session.Source}'");
        Assert.Equal((HaAgentState.Running, true, true, true, false), (agent.State, agent.IsEnabled, agent.IsActive, agent.Changed, agent.IsNative));
        Assert.Equal(("1.2.3", 4711, "/etc/nginxha/nginxha.json"), (agent.Version, agent.ProcessId, agent.DocumentPath));
        Assert.Equal("/usr/local/libexec/nginxha/current/nginxha-agent.dll", agent.Program);
        Assert.Contains("systemctl start nginxha-agent.service", _session.TakeChanges());

        Assert.False(_session.Run<HaAgent>($"Install-HaAgent -SourcePath '{_session.Source}'").Changed);
        Assert.Empty(_session.TakeChanges());

        _session.Run("Uninstall-HaAgent -Confirm:$false");
        Assert.Equal(["systemctl stop nginxha-agent.service", "systemctl disable nginxha-agent.service", "systemctl daemon-reload"], _session.TakeChanges());
        Assert.Equal(before, _session.Machine.AllFiles());
        Assert.Equal(HaAgentState.NotInstalled, _session.Run<HaAgent>("Get-HaAgent").State);
        _session.Run("Uninstall-HaAgent -Confirm:$false -RemoveConfiguration");
        Assert.False(_session.Machine.Files.FolderExists("/etc/nginxha"));
    }

    [Fact]
    public void WhatIf_changes_nothing()
    {
        string[] before = [.. _session.Machine.AllFiles()];
        Assert.Empty(_session.Run($"Install-HaAgent -SourcePath '{_session.Source}' -WhatIf"));
        Assert.Equal(before, _session.Machine.AllFiles());
        Assert.Empty(_session.TakeChanges());
        _session.Run($"$null = Install-HaAgent -SourcePath '{_session.Source}'");
        _session.TakeChanges();
        Assert.Empty(_session.Run("Stop-HaAgent -WhatIf; Restart-HaAgent -WhatIf; Update-HaAgent -WhatIf; Uninstall-HaAgent -WhatIf"));
        Assert.Empty(_session.TakeChanges());
        Assert.True(_session.IsActive);
    }

    [Fact]
    public void Without_a_document_it_is_registered_and_says_what_is_missing()
    {
        var agent = _session.Run<HaAgent>($"Install-HaAgent /srv/lb.json -SourcePath '{_session.Source}'");
        Assert.Equal((HaAgentState.Stopped, true, false), (agent.State, agent.IsEnabled, agent.IsActive));
        Assert.Contains("/srv/lb.json", Assert.Single(_session.Warnings), StringComparison.Ordinal);
        Assert.Contains("run --document /srv/lb.json\n", _session.Machine.Files.Read("/etc/systemd/system/nginxha-agent.service"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_stopped_started_and_restarted()
    {
        _session.Run($"$null = Install-HaAgent -SourcePath '{_session.Source}' -NoStart");
        _session.TakeChanges();
        var started = _session.Run<HaAgent>("Start-HaAgent -PassThru");
        Assert.Equal((HaAgentState.Running, true), (started.State, started.Changed));
        Assert.False(_session.Run<HaAgent>("Start-HaAgent -PassThru").Changed);
        Assert.Empty(_session.Run("Restart-HaAgent"));
        Assert.Equal(HaAgentState.Stopped, _session.Run<HaAgent>("Stop-HaAgent -PassThru").State);
        Assert.False(_session.Run<HaAgent>("Stop-HaAgent -PassThru").Changed);
        Assert.Equal(["start", "restart", "stop"], _session.TakeChanges().Select(text => text.Split(' ')[1]));
    }

    [Fact]
    public async Task One_that_was_started_by_hand_is_stopped_over_its_socket()
    {
        _session.Host.Server.Start();
        _session.Host.Agent.OnStop = () => Task.Run(async () => await _session.Host.Server.DisposeAsync());
        Assert.Equal(HaAgentState.Running, _session.Run<HaAgent>("Get-HaAgent").State);
        Assert.True(_session.Run<HaAgent>("Stop-HaAgent -PassThru").Changed);
        Assert.Equal(1, _session.Host.Agent.Stops);
        Assert.Empty(_session.TakeChanges());
        await _session.Host.Agent.OnStop();
    }

    [Fact]
    public void A_reload_tells_what_was_changed_and_a_refusal_why()
    {
        _session.Host.Server.Start();
        _session.Host.Agent.Reload = _ => Task.FromResult(new ReloadResult
        {
            Time = DateTimeOffset.UnixEpoch,
            Succeeded = true,
            Changes = [new ReloadChange(ReloadChangeKind.InstanceStarted, "web")],
        });
        Assert.Equal("InstanceStarted web", Assert.Single(_session.Run<ReloadResult>("Update-HaAgent").Changes).ToString());

        _session.Host.Agent.Reload = _ => Task.FromResult(new ReloadResult
        {
            Time = DateTimeOffset.UnixEpoch,
            Succeeded = false,
            Problems = [new Finding(FindingSeverity.Error, "UnknownKey", "'nodse' is not a key.") { File = "/etc/nginxha/nginxha.json", Line = 7 }],
        });
        ErrorRecord refused = _session.Fail("Update-HaAgent");
        Assert.Equal(("AgentDocumentRefused", ErrorCategory.InvalidData), (refused.FullyQualifiedErrorId.Split(',')[0], refused.CategoryInfo.Category));
        Assert.Contains("/etc/nginxha/nginxha.json:7", refused.Exception.Message, StringComparison.Ordinal);
        Assert.False(Assert.IsType<ReloadResult>(refused.TargetObject).Succeeded);
    }

    [Fact]
    public async Task A_service_that_runs_and_does_not_answer_says_why()
    {
        _session.Run($"$null = Install-HaAgent -SourcePath '{_session.Source}'");
        await _session.StopServerAsync();
        Assert.Equal((HaAgentState.Stopped, null), StateAndProblem());
        _session.IsStuck = true;
        (HaAgentState state, string? problem) = StateAndProblem();
        Assert.Equal(HaAgentState.NotAnswering, state);
        Assert.Contains(_session.Host.Address, problem, StringComparison.Ordinal);
        await using var refusing = new ControlServer(_session.Host.Engine, _session.Host.Agent, _session.Host.Settings with { AllowedUserIds = [4_000_000] });
        refusing.Start();
        (state, problem) = StateAndProblem();
        Assert.Equal(HaAgentState.NotAnswering, state);
        Assert.Contains("root may", problem, StringComparison.Ordinal);

        (HaAgentState State, string? Problem) StateAndProblem()
        {
            var agent = _session.Run<HaAgent>("Get-HaAgent");
            return (agent.State, agent.Problem);
        }
    }

    [Fact]
    public void A_folder_without_an_agent_is_refused()
    {
        Assert.StartsWith("PathNotFound,", _session.Fail("Install-HaAgent -SourcePath /nowhere").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("InstallationSourceNotFound,", _session.Fail($"Install-HaAgent -SourcePath '{_session.Builds.Path}'").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("InstallationNotSupported,", _session.Fail($"Install-HaAgent '/etc/a b.json' -SourcePath '{_session.Source}'").FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
