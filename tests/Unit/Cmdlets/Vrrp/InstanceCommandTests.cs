using System.Management.Automation;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Cmdlets.Vrrp;

[Collection(ModuleStateCollection.Name)]
public sealed class InstanceCommandTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly VrrpSession _session = new();

    public InstanceCommandTests() => _session.Run("""
        foreach ($number in 1..3) { $null = Start-VrrpInstance "web$number" eth0 $number -VirtualIp 192.0.2.$number }
        """);

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Get-VrrpInstance", "web1 web2 web3")]
    [InlineData("Get-VrrpInstance WEB1, web3", "web1 web3")]
    [InlineData("Get-VrrpInstance w*2, web2", "web2")]
    [InlineData("Get-VrrpInstance nothing*", "")]
    [InlineData("'web2', 'web1' | Get-VrrpInstance", "web2 web1")]
    [InlineData("Get-VrrpInstance -State Master", "")]
    [InlineData("Get-VrrpInstance -State Backup, Fault", "web1 web2 web3")]
    public void Instances_are_found_by_name_wildcard_and_state(string script, string names) =>
        Assert.Equal(names, string.Join(' ', _session.Run(script).Cast<VrrpInstanceStatus>().Select(status => status.Name)));

    [Fact]
    public void A_name_that_no_instance_has_is_an_error_and_the_others_go_on()
    {
        object[] output = _session.Try("Get-VrrpInstance nope, web1");
        Assert.Equal("web1", ((VrrpInstanceStatus)Assert.Single(output)).Name);
        ErrorRecord error = Assert.Single(_session.Errors);
        Assert.Equal(("VrrpInstanceNotFound,NginxHa.Cmdlets.Commands.Vrrp.GetVrrpInstanceCommand", ErrorCategory.ObjectNotFound, "nope"), (error.FullyQualifiedErrorId, error.CategoryInfo.Category, error.TargetObject));
    }

    [Fact]
    public void A_name_with_brackets_is_found_as_it_is()
    {
        _session.Run("$null = Start-VrrpInstance 'a[1]' eth0 9 -VirtualIp 192.0.2.9");
        Assert.Single(_session.Run("Get-VrrpInstance 'a[1]'"));
        _session.Run("Get-VrrpInstance 'a[1]' | Set-VrrpInstance -Priority 7");
        Assert.Equal(7, _session.Engine.Options("a[1]").Priority);
    }

    [Fact]
    public void Stop_takes_status_objects_and_asks_before()
    {
        Assert.Empty(_session.Run("Get-VrrpInstance | Stop-VrrpInstance -WhatIf"));
        Assert.True(_session.Engine.Has("web1"));
        var last = (VrrpInstanceStatus)Assert.Single(_session.Run("Get-VrrpInstance web1 | Stop-VrrpInstance -PassThru"));
        Assert.Equal((VrrpState.Initialize, false), (last.State, _session.Engine.Abandoned));
        _session.Run("Stop-VrrpInstance web[23] -Abandon");
        Assert.Equal((false, false, true), (_session.Engine.Has("web2"), _session.Engine.Has("web3"), _session.Engine.Abandoned));
    }

    [Fact]
    public void Set_changes_only_what_is_given()
    {
        VrrpInstanceOptions before = _session.Engine.Options("web1");
        Assert.Empty(_session.Run("Set-VrrpInstance web1 -Priority 200"));
        Assert.Equal(before with { Priority = 200 }, _session.Engine.Options("web1") with
        {
            VirtualAddresses = before.VirtualAddresses,
            Tracks = before.Tracks,
        });
        _session.Run("Set-VrrpInstance web1 -NoPreempt -ExcludedVirtualIp 2001:db8::1");
        Assert.Equal(["192.0.2.1/32", "2001:db8::1/128"], _session.Engine.Options("web1").VirtualAddresses.Select(address => address.ToString()));
        _session.Run("Set-VrrpInstance web1 -NoPreempt:$false -ExcludedVirtualIp @() -VirtualIp 192.0.2.77");
        Assert.Equal((true, 200), (_session.Engine.Options("web1").Preempt, (int)_session.Engine.Options("web1").Priority));
        Assert.Equal(["192.0.2.77/32"], _session.Engine.Options("web1").VirtualAddresses.Select(address => address.ToString()));
    }

    [Fact]
    public void What_cannot_change_while_running_is_an_error_of_its_own()
    {
        _session.Engine.Refusal = new VrrpEngineException(VrrpEngineError.CannotChangeWhileRunning, "no");
        ErrorRecord error = _session.Fail("Set-VrrpInstance web1 -Priority 5");
        Assert.Equal(("CannotChangeWhileRunning,NginxHa.Cmdlets.Commands.Vrrp.SetVrrpInstanceCommand", "web1"), (error.FullyQualifiedErrorId, error.TargetObject));
    }

    [Fact]
    public async Task Wait_ends_when_all_are_there_however_short_the_state_lasted()
    {
        (PowerShell shell, Task<PSDataCollection<PSObject>> work) = _session.Begin("Wait-VrrpInstance web1, web2 Master -Timeout 30");
        using (shell)
        {
            _session.Engine.Enter("web1", VrrpState.Master);
            while (!work.IsCompleted)
            {
                _session.Engine.Enter("web2", VrrpState.Master);
                _session.Engine.Enter("web2", VrrpState.Backup);
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            PSDataCollection<PSObject> output = await work.WaitAsync(Limit, TestContext.Current.CancellationToken);
            Assert.Equal(["web1", "web2"], output.Select(value => ((VrrpInstanceStatus)value.BaseObject).Name));
        }
    }

    [Fact]
    public void Wait_that_is_in_vain_says_in_which_state_the_instance_is()
    {
        _session.Engine.Enter("web1", VrrpState.Fault, "link eth0 down");
        ErrorRecord error = _session.Fail("Wait-VrrpInstance web1 Master -Timeout 1ms");
        Assert.IsType<TimeoutException>(error.Exception);
        Assert.Equal(("VrrpStateNotReached,NginxHa.Cmdlets.Commands.Vrrp.WaitVrrpInstanceCommand", ErrorCategory.OperationTimeout, "web1"), (error.FullyQualifiedErrorId, error.CategoryInfo.Category, error.TargetObject));
        Assert.Equal("'web1' was not Master within 0.001 s: it is Fault (link eth0 down).", error.Exception.Message);
        Assert.Equal([true, false], _session.Run("Wait-VrrpInstance web1, web2 Fault -Timeout 1ms -Quiet"));
    }

    [Fact]
    public async Task Wait_for_initialize_waits_for_the_stop()
    {
        (PowerShell shell, Task<PSDataCollection<PSObject>> work) = _session.Begin("Wait-VrrpInstance web1 Initialize -Timeout 30");
        using (shell)
        {
            await _session.Engine.StopAsync("web1", abandon: false, TestContext.Current.CancellationToken);
            PSDataCollection<PSObject> output = await work.WaitAsync(Limit, TestContext.Current.CancellationToken);
            // Only the name is certain: the stop may have come before the wait had found the instance.
            Assert.True(output.Count == 1 || shell.Streams.Error.Count == 1);
        }
    }

    [Fact]
    public async Task Watch_filters_by_name_and_kind_and_ends_with_the_count()
    {
        (PowerShell shell, Task<PSDataCollection<PSObject>> work) = _session.Begin("Watch-VrrpInstance web1 -Count 2 -Timeout 30");
        using (shell)
        {
            while (!work.IsCompleted)
            {
                _session.Engine.Enter("web2", VrrpState.Master);
                _session.Engine.Publish("web1", VrrpEventKind.PriorityChanged, VrrpState.Backup, VrrpState.Backup, "no");
                _session.Engine.Enter("web1", VrrpState.Master);
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            PSDataCollection<PSObject> output = await work.WaitAsync(Limit, TestContext.Current.CancellationToken);
            Assert.Equal(2, output.Count);
            Assert.All(output, value => Assert.Equal(("web1", VrrpEventKind.StateChanged), (((VrrpEvent)value.BaseObject).Name, ((VrrpEvent)value.BaseObject).Kind)));
        }
    }

    [Fact]
    public void Watch_ends_with_the_time_without_an_error() => Assert.Empty(_session.Run("Watch-VrrpInstance -Timeout 1ms"));

    [Fact]
    public async Task Watch_ends_with_a_stop_of_the_pipeline()
    {
        (PowerShell shell, Task<PSDataCollection<PSObject>> work) = _session.Begin("Watch-VrrpInstance");
        using (shell)
        {
            await shell.StopAsync(null, null).WaitAsync(Limit, TestContext.Current.CancellationToken);
            await Assert.ThrowsAsync<PipelineStoppedException>(() => work.WaitAsync(Limit, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void Both_engines_are_listed_and_an_instance_is_stopped_where_it_runs()
    {
        _session.Dispose();
        using var agent = new FakeEngine(EngineKind.Agent);
        using var session = new VrrpSession(agent);
        session.Run("$null = Start-VrrpInstance a eth0 1 -VirtualIp 192.0.2.1; $null = Start-VrrpInstance b eth0 2 -VirtualIp 192.0.2.2 -Engine Agent");
        Assert.Equal(["a Session", "b Agent"], session.Run("Get-VrrpInstance").Cast<VrrpInstanceStatus>().Select(status => $"{status.Name} {status.Engine}"));
        Assert.Single(session.Run("Get-VrrpInstance -Engine Agent"));
        session.Run("Stop-VrrpInstance b");
        Assert.False(agent.Has("b"));
        Assert.Equal("InvalidCombination,NginxHa.Cmdlets.Commands.Vrrp.StartVrrpInstanceCommand", session.Fail("Start-VrrpInstance c eth0 3 -VirtualIp 192.0.2.3 -Engine Agent -OnMaster { }").FullyQualifiedErrorId);
    }

    [Fact]
    public void Groups_are_made_changed_and_removed()
    {
        _session.Run("$null = New-VrrpSyncGroup pair web1, web2 -Track (New-VrrpTrack -Process nginx) -ChangeProgram /usr/local/bin/note");
        Assert.Equal(["web1", "web2"], _session.Engine.Group("pair").Members);
        Assert.Equal("VrrpSyncGroupExists,NginxHa.Cmdlets.Commands.Vrrp.NewVrrpSyncGroupCommand", _session.Fail("New-VrrpSyncGroup pair web3").FullyQualifiedErrorId);
        _session.Run("Set-VrrpSyncGroup p* -Member web3");
        SyncGroupOptions changed = _session.Engine.Group("pair");
        Assert.Equal(("web3", 1, "/usr/local/bin/note"), (Assert.Single(changed.Members), changed.Tracks.Count, changed.Hooks.Any!.Program));
        Assert.Equal("VrrpSyncGroupNotFound,NginxHa.Cmdlets.Commands.Vrrp.SetVrrpSyncGroupCommand", _session.Fail("Set-VrrpSyncGroup nope -Member web3").FullyQualifiedErrorId);
        _session.Run("Get-VrrpSyncGroup | Remove-VrrpSyncGroup");
        Assert.Empty(_session.Run("Get-VrrpSyncGroup"));
    }

    [Theory]
    [InlineData("Stop-VrrpInstance web", "web1 web2 web3")]
    [InlineData("Get-VrrpInstance -Name *2", "web2")]
    [InlineData("Start-VrrpInstance x lo 1 -Engine A", "Agent")]
    [InlineData("Wait-VrrpInstance web1 -State Ma", "Master")]
    [InlineData("Add-VirtualIp 192.0.2.1 -Interface eth0 -Label ", "eth0:1 eth0:2 eth0:3 eth0:4 eth0:5")]
    public void Tab_completes(string line, string completions) => Assert.Equal(
        completions,
        string.Join(' ', _session.Run($"([System.Management.Automation.CommandCompletion]::CompleteInput('{line}', {line.Length}, $null)).CompletionMatches.ListItemText")));
}
