using System.Management.Automation;
using System.Runtime.Versioning;
using NginxHa.Tests.Unit.Control;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Cmdlets.Vrrp;

/// <summary>The cmdlets on the agent, over its socket.</summary>
[SupportedOSPlatform("linux")]
[Collection(ModuleStateCollection.Name)]
public sealed class AgentEngineTests : IAsyncDisposable
{
    private readonly ControlHost _host = new();
    private readonly VrrpSession _session;

    public AgentEngineTests()
    {
        _session = new VrrpSession(_host.Client);
        _session.Run("""
            $null = Start-VrrpInstance mine eth0 1 -VirtualIp 192.0.2.1
            $null = Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10/24 -Authentication hush -MasterProgram /usr/local/bin/hook, '-a' -Engine Agent
            """);
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public void Instances_of_both_engines_are_listed_with_their_engine_and_origin()
    {
        _host.Agent.Declared.Add("web");
        Assert.Equal(["mine Session Request", "web Agent Document"], Statuses("Get-VrrpInstance").Select(status => $"{status.Name} {status.Engine} {status.Origin}"));
        Assert.Equal("web", Assert.Single(Statuses("Get-VrrpInstance -Engine Agent")).Name);
        Assert.Equal("mine", Assert.Single(Statuses("Get-VrrpInstance -Engine Session")).Name);
        Assert.False(_session.Engine.Has("web"));
    }

    [Fact]
    public void A_pipeline_goes_on_in_the_agent_and_keeps_the_secret()
    {
        VrrpInstanceStatus changed = Assert.Single(Statuses("Get-VrrpInstance -Engine Agent | Set-VrrpInstance -Priority 50 -PassThru"));
        Assert.Equal((50, EngineKind.Agent), (changed.Options.Priority, changed.Engine));
        VrrpInstanceOptions inForce = _host.Engine.Options("web");
        Assert.Equal(50, inForce.Priority);
        Assert.Equal("hush"u8.ToArray(), inForce.Authentication.Secret.ToArray());
        Assert.Equal(["-a"], inForce.Hooks.Master!.Arguments);
    }

    [Fact]
    public void Another_way_to_authenticate_keeps_the_secret_and_another_secret_replaces_it()
    {
        _session.Run("Set-VrrpInstance web -AuthenticationType AH");
        Assert.Equal((VrrpAuthenticationMethod.AuthenticationHeader, "hush"), Secret());
        _session.Run("Set-VrrpInstance web -Authentication louder");
        Assert.Equal((VrrpAuthenticationMethod.AuthenticationHeader, "louder"), Secret());
        _session.Run("Set-VrrpInstance web -Authentication ''");
        Assert.Equal(VrrpAuthentication.None, _host.Engine.Options("web").Authentication);

        (VrrpAuthenticationMethod, string) Secret()
        {
            VrrpAuthentication authentication = _host.Engine.Options("web").Authentication;
            return (authentication.Method, System.Text.Encoding.UTF8.GetString(authentication.Secret.Span));
        }
    }

    [Fact]
    public void A_key_is_chosen_among_those_that_the_agent_keeps()
    {
        _session.Run("$null = Start-VrrpInstance keyed eth0 52 -VirtualIp 192.0.2.11 -HmacKey @{ 1 = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'; 2 = 'ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff' } -Engine Agent");
        _session.Run("Get-VrrpInstance keyed | Set-VrrpInstance -ActiveHmacKey 2");
        VrrpAuthentication inForce = _host.Engine.Options("keyed").Authentication;
        Assert.Equal(2, inForce.ActiveKeyId);
        Assert.Equal([32, 32], inForce.Keys.Values.Select(key => key.Length));
        ErrorRecord unknown = _session.Fail("Get-VrrpInstance keyed | Set-VrrpInstance -ActiveHmacKey 3");
        Assert.StartsWith("InvalidVrrpOptions", unknown.FullyQualifiedErrorId, StringComparison.Ordinal);
        _session.Run("Get-VrrpInstance keyed | Set-VrrpInstance -HmacKey @{ 4 = 'ee112233445566778899aabbccddeeff00112233445566778899aabbccddeeff' }");
        Assert.Equal((byte[])[4], _host.Engine.Options("keyed").Authentication.Keys.Keys);
    }

    [Fact]
    public void What_the_agent_keeps_to_itself_starts_no_instance_elsewhere()
    {
        ErrorRecord refused = _session.Fail("Get-VrrpInstance web | Start-VrrpInstance -Engine Session");
        Assert.StartsWith("InvalidVrrpOptions", refused.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-Authentication", refused.Exception.Message, StringComparison.Ordinal);
        _session.Run("$null = Get-VrrpInstance web | Start-VrrpInstance -Engine Session -Authentication again");
        Assert.Equal("again"u8.ToArray(), _session.Engine.Options("web").Authentication.Secret.ToArray());
    }

    [Fact]
    public async Task Stop_wait_and_watch_work_there()
    {
        _host.Engine.Enter("web", VrrpState.Master);
        Assert.Equal("web", Assert.Single(Statuses("Wait-VrrpInstance web -State Master -Timeout 20")).Name);
        (PowerShell shell, Task<PSDataCollection<PSObject>> work) = _session.Begin("Watch-VrrpInstance web -Engine Agent -Count 1 -Timeout 20");
        using (shell)
        {
            Assert.True(SpinWait.SpinUntil(() => _host.Engine.Readers > 0, TimeSpan.FromSeconds(20)));
            _host.Engine.Enter("web", VrrpState.Fault);
            var happened = (VrrpEvent)Assert.Single(await work).BaseObject;
            Assert.Equal((EngineKind.Agent, VrrpState.Fault), (happened.Engine, happened.State));
        }

        VrrpInstanceStatus last = Assert.Single(Statuses("Get-VrrpInstance web | Stop-VrrpInstance -Abandon -PassThru"));
        Assert.Equal(("web", true), (last.Name, _host.Engine.Abandoned));
        Assert.False(_host.Engine.Has("web"));
    }

    [Fact]
    public void Groups_of_the_same_name_are_told_apart_by_their_engine()
    {
        _session.Run("$null = New-VrrpSyncGroup pair mine; $null = New-VrrpSyncGroup pair web -Engine Agent; Set-VrrpSyncGroup pair -Member web, keyed -Engine Agent");
        Assert.Equal(["pair Session mine", "pair Agent web,keyed"], _session.Run("Get-VrrpSyncGroup").Cast<SyncGroupStatus>().Select(group => $"{group.Name} {group.Engine} {string.Join(',', group.Members)}"));
        _session.Run("Get-VrrpSyncGroup -Engine Agent | Remove-VrrpSyncGroup");
        Assert.Equal(EngineKind.Session, Assert.IsType<SyncGroupStatus>(Assert.Single(_session.Run("Get-VrrpSyncGroup"))).Engine);
    }

    [Theory]
    [InlineData("Start-VrrpInstance c eth0 3 -VirtualIp 192.0.2.3 -Engine Agent -OnMaster { }", "-MasterProgram")]
    [InlineData("Set-VrrpInstance web -OnChange { }", "-MasterProgram")]
    [InlineData("Start-VrrpInstance c eth0 3 -VirtualIp 192.0.2.3 -Engine Agent -Track (New-VrrpTrack -ScriptBlock { $true } -Name mine)", "New-VrrpTrack -Script")]
    [InlineData("Set-VrrpInstance web -Track (New-VrrpTrack -ScriptBlock { $true } -Name mine)", "New-VrrpTrack -Script")]
    [InlineData("New-VrrpSyncGroup g web -Engine Agent -Track (New-VrrpTrack -ScriptBlock { $true } -Name mine)", "New-VrrpTrack -Script")]
    [InlineData("New-VrrpSyncGroup g web -Engine Agent -OnMaster { }", "-MasterProgram")]
    public void What_runs_in_this_process_is_refused_with_what_to_do_instead(string script, string alternative)
    {
        ErrorRecord refused = _session.Fail(script);
        Assert.StartsWith("InvalidCombination", refused.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-Engine Session", refused.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(alternative, refused.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_agents_refusal_is_an_error_with_the_same_id_as_in_the_session()
    {
        _host.Engine.Refusal = new VrrpEngineException(VrrpEngineError.InterfaceNotFound, "There is no interface 'eth9'.");
        ErrorRecord refused = _session.Fail("Start-VrrpInstance c eth9 3 -VirtualIp 192.0.2.3 -Engine Agent");
        Assert.StartsWith("InterfaceNotFound,", refused.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_has_gone_is_an_error_when_it_is_meant_and_does_not_hide_the_session()
    {
        await _host.Server.DisposeAsync();
        ErrorRecord gone = _session.Fail("Get-VrrpInstance -Engine Agent");
        Assert.Equal(("AgentUnavailable,NginxHa.Cmdlets.Commands.Vrrp.GetVrrpInstanceCommand", ErrorCategory.ConnectionError), (gone.FullyQualifiedErrorId, gone.CategoryInfo.Category));
        Assert.Equal("mine", Assert.IsType<VrrpInstanceStatus>(Assert.Single(_session.Try("Get-VrrpInstance"))).Name);
        Assert.StartsWith("AgentUnavailable,", Assert.Single(_session.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private IEnumerable<VrrpInstanceStatus> Statuses(string script) => _session.Run(script).Cast<VrrpInstanceStatus>();
}
