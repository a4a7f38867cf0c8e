using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Runtime;

/// <summary>
/// A notify script that was written for keepalived gets the same calls from us: both live through the same day, each on a network of
/// its own, and what their scripts wrote down is compared.
/// </summary>
public sealed class HookTests : IDisposable
{
    private const byte Priority = 150;

    private static readonly Pairing First = new() { Name = "first", Id = 7, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.1) };
    private static readonly Pairing Second = First with { Name = "second", Id = 8 };

    private readonly ScratchFolder _folder = new(forPrograms: true);
    private readonly Segment _ours = new();
    private readonly Segment _theirs = new();
    private readonly string _program;

    public HookTests() => _program = _folder.WriteProgram("notify.sh", "#!/bin/sh\nfile=$1\nshift\necho \"$@\" >> \"$file\"\n");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        _folder.Dispose();
    }

    [InteropFact(Needs.Keepalived)]
    public async Task Programs_are_called_as_keepalived_calls_them()
    {
        string[] occasions = ["master", "backup", "fault", "stop", "any", "group"];
        KeepalivedConfig[] instances =
        [
            First.Theirs(
                _theirs,
                Priority,
                $"notify_master \"{_program} {File("theirs", "master")} one two\"",
                $"notify_backup \"{_program} {File("theirs", "backup")} one\"",
                $"notify_fault \"{_program} {File("theirs", "fault")}\"",
                $"notify_stop \"{_program} {File("theirs", "stop")} three\"",
                $"notify \"{_program} {File("theirs", "any")}\"") with
            {
                Blocks =
                [
                    $$"""
                    vrrp_sync_group both {
                      group {
                        first
                        second
                      }
                      notify "{{_program}} {{File("theirs", "group")}}"
                    }
                    """,
                ],
            },
            Second.Theirs(_theirs, Priority),
        ];
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(_theirs.Theirs, KeepalivedConfig.Join(instances), Cancelled);
        await keepalived.WaitForStateAsync(First.Name, "MASTER", Cancelled);
        await WaitForCallsAsync("theirs", "MASTER", 1);
        _theirs.Network.Cut(_theirs.Theirs);
        await keepalived.WaitForStateAsync(First.Name, "FAULT", Cancelled);
        await WaitForCallsAsync("theirs", "FAULT", 1);
        _theirs.Network.Restore(_theirs.Theirs);
        await keepalived.WaitForStateAsync(First.Name, "MASTER", Cancelled);
        await keepalived.WaitForStateAsync(Second.Name, "MASTER", Cancelled);
        await WaitForCallsAsync("theirs", "MASTER", 2);
        keepalived.Stop();

        await _ours.Engine.Engine.SetGroupAsync(
            new SyncGroupOptions
            {
                Name = "both",
                Members = [First.Name, Second.Name],
                Hooks = new VrrpHooks { Any = Hook("group") },
            },
            Cancelled);
        await _ours.Engine.StartAsync(
            First.Ours(_ours, Priority) with
            {
                Hooks = new VrrpHooks
                {
                    Master = Hook("master", "one", "two"),
                    Backup = Hook("backup", "one"),
                    Fault = Hook("fault"),
                    Stop = Hook("stop", "three"),
                    Any = Hook("any"),
                },
            },
            Cancelled);
        await _ours.Engine.StartAsync(Second.Ours(_ours, Priority), Cancelled);
        await _ours.Engine.WaitForStateAsync(First.Name, VrrpState.Master, Cancelled);
        await WaitForCallsAsync("ours", "MASTER", 1);
        _ours.Network.Cut(_ours.Ours);
        await _ours.Engine.WaitForStateAsync(First.Name, VrrpState.Fault, Cancelled);
        await WaitForCallsAsync("ours", "FAULT", 1);
        _ours.Network.Restore(_ours.Ours);
        await _ours.Engine.WaitForStateAsync(First.Name, VrrpState.Master, Cancelled);
        await _ours.Engine.WaitForStateAsync(Second.Name, VrrpState.Master, Cancelled);
        await WaitForCallsAsync("ours", "MASTER", 2);
        await _ours.Engine.Engine.StopAllAsync(abandon: false);

        foreach (string occasion in occasions)
        {
            await Eventually.TrueAsync(
                () => Lines("ours", occasion).SequenceEqual(Lines("theirs", occasion)),
                EngineNode.Patience,
                () => $"the same calls on {occasion}; keepalived:\n{string.Join('\n', Lines("theirs", occasion))}\nours:\n{string.Join('\n', Lines("ours", occasion))}\n{_ours.Engine.DescribeEvents()}",
                Cancelled);
            Assert.NotEmpty(Lines("theirs", occasion));
        }
    }

    /// <summary>
    /// Waits for the scripts themselves: keepalived runs them side by side, so that the next call could come first, and ends those
    /// that have not come far when it is told to stop.
    /// </summary>
    private Task WaitForCallsAsync(string side, string state, int count) => Eventually.TrueAsync(
        () => Calls(side, "any", state) == count && Calls(side, "group", state) == count && Lines(side, state.ToLowerInvariant()).Length == count,
        EngineNode.Patience,
        () => $"{side} has called all programs of {state} number {count}:\n{string.Join('\n', Lines(side, "any"))}",
        Cancelled);

    private string File(string side, string occasion) => _folder[$"{side}-{occasion}"];

    private string[] Lines(string side, string occasion) =>
        System.IO.File.Exists(File(side, occasion)) ? System.IO.File.ReadAllLines(File(side, occasion)) : [];

    private int Calls(string side, string occasion, string state) => Lines(side, occasion).Count(line => line.Contains($" {state} ", StringComparison.Ordinal));

    private VrrpHook Hook(string occasion, params string[] arguments) =>
        new() { Program = _program, Arguments = [File("ours", occasion), .. arguments] };
}
