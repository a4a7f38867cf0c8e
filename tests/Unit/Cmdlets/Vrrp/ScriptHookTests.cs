using System.Text.RegularExpressions;
using NginxHa.Cmdlets.Scripting;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Cmdlets.Vrrp;

[Collection(ModuleStateCollection.Name)]
public sealed class ScriptHookTests : IDisposable
{
    private readonly VrrpSession _session = new();

    public ScriptHookTests() => HookDiary.Clear();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task Hooks_run_in_the_order_of_the_events_with_the_event_at_hand()
    {
        Start("""
            $tag = 'mine'
            $null = Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10 -OnMaster { SAY "master $($_.Name) $($VrrpEvent.Reason) $($args[0].State) $using:tag" } `
                -OnBackup { SAY backup } -OnFault { param($e) SAY "fault $($e.Reason)" } -OnStop { SAY stop } -OnChange { SAY "change $($_.State)" } -OnLowerPriority { SAY lower }
            """);
        _session.Engine.Enter("web", VrrpState.Master, "won");
        _session.Engine.Publish("web", VrrpEventKind.LowerPriorityReceived, VrrpState.Master, VrrpState.Master, "heard");
        _session.Engine.Publish("other", VrrpEventKind.StateChanged, VrrpState.Backup, VrrpState.Master, "not ours");
        _session.Engine.Publish("web", VrrpEventKind.GroupStateChanged, VrrpState.Backup, VrrpState.Master, "a group of that name");
        _session.Engine.Enter("web", VrrpState.Fault, "link down");
        await Task.Run(() => _session.Run("Stop-VrrpInstance web"), TestContext.Current.CancellationToken);

        Assert.Equal(
            ["backup", "change Backup", "master web won Master mine", "change Master", "lower", "fault link down", "change Fault", "stop", "change Initialize"],
            HookDiary.Read());
        Assert.Empty(_session.Warnings);
        Assert.Null(ScriptHooks.Find("web", isGroup: false));
    }

    [Fact]
    public void A_hook_runs_on_a_thread_that_does_not_keep_the_process_alive()
    {
        Start("$null = Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10 -OnStop { SAY \"background: $([System.Threading.Thread]::CurrentThread.IsBackground)\" }; Stop-VrrpInstance web");
        Assert.Equal(["background: True"], HookDiary.Read());
    }

    [Fact]
    public void A_hook_that_fails_is_an_event_and_the_next_one_runs()
    {
        Start("$null = Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10 -OnBackup { & { [CmdletBinding()] param() $PSCmdlet.WriteWarning('careful') }; throw 'bad' } -OnMaster { SAY master }");
        _session.Engine.Enter("web", VrrpState.Master);
        object[] messages = _session.Run("""
            for ($i = 0; $i -lt 5000 -and @((Get-VrrpInstance web).HookMessages).Count -lt 2; $i++) { [System.Threading.Thread]::Sleep(1) }
            (Get-VrrpInstance web).HookMessages
            Stop-VrrpInstance web
            """);
        Assert.Equal(["master"], HookDiary.Read());
        Assert.Equal(
            [("OnBackup", HookMessageLevel.Warning, "careful"), ("OnBackup", HookMessageLevel.Error, "bad")],
            messages.Cast<HookMessage>().Select(message => (message.Hook, message.Level, message.Text)));
        (VrrpEvent occasion, string reason) = Assert.Single(_session.Engine.HookFailures);
        Assert.Equal(("web", VrrpState.Backup, "OnBackup: bad"), (occasion.Name, occasion.State, reason));
    }

    [Fact]
    public void Set_replaces_one_hook_and_leaves_the_others()
    {
        Start("""
            $null = Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10 -OnMaster { SAY old } -OnFault { SAY fault }
            Set-VrrpInstance web -OnMaster { SAY new }
            """);
        _session.Engine.Enter("web", VrrpState.Master);
        _session.Engine.Enter("web", VrrpState.Fault);
        _session.Run("Stop-VrrpInstance web");
        Assert.Equal(["new", "fault"], HookDiary.Read());
    }

    [Fact]
    public void An_instance_that_is_abandoned_runs_no_more_hooks()
    {
        Start("$null = Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10 -OnStop { SAY stop }");
        _session.Run("Stop-VrrpInstance web -Abandon");
        Assert.Empty(HookDiary.Read());
        Assert.Null(ScriptHooks.Find("web", isGroup: false));
    }

    [Fact]
    public void A_start_that_is_refused_leaves_the_hooks_of_the_running_instance()
    {
        Start("$null = Start-VrrpInstance web eth0 51 -VirtualIp 192.0.2.10 -OnStop { SAY first }");
        _session.Engine.Refusal = new VrrpEngineException(VrrpEngineError.NameInUse, "taken");
        _session.Fail("Start-VrrpInstance web eth0 52 -VirtualIp 192.0.2.11 -OnStop { [NginxHa.Tests.Unit.Cmdlets.Vrrp.HookDiary]::Say('second') }");
        _session.Engine.Refusal = null;
        _session.Run("Stop-VrrpInstance web");
        Assert.Equal(["first"], HookDiary.Read());
    }

    [Fact]
    public void Groups_have_hooks_of_their_own()
    {
        Start("$null = New-VrrpSyncGroup pair web1, web2 -OnMaster { SAY \"group $($_.Name)\" }");
        _session.Engine.Publish("pair", VrrpEventKind.StateChanged, VrrpState.Backup, VrrpState.Master, "an instance of that name");
        _session.Engine.Publish("pair", VrrpEventKind.GroupStateChanged, VrrpState.Backup, VrrpState.Master, "won");
        _session.Run("for ($i = 0; $i -lt 5000 -and [NginxHa.Tests.Unit.Cmdlets.Vrrp.HookDiary]::Read().Count -lt 1; $i++) { [System.Threading.Thread]::Sleep(1) }");
        Assert.Equal(["group pair"], HookDiary.Read());
        _session.Run("Remove-VrrpSyncGroup pair");
        Assert.Null(ScriptHooks.Find("pair", isGroup: true));
    }

    // In the scripts of these tests SAY WORD and SAY "text" call Say.
    private void Start(string script) => _session.Run(Regex.Replace(
        script,
        @"SAY (?:(?<word>\w+)|(?<text>""[^""]*""))",
        match => $"[{typeof(HookDiary).FullName}]::Say({(match.Groups["word"].Success ? $"'{match.Groups["word"].Value}'" : match.Groups["text"].Value)})"));
}
