using System.Management.Automation;
using NginxHa.Cmdlets.Binding;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Scripting;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>What is run on changes of an instance or a group, as parameters.</summary>
public abstract class VrrpHookCmdlet : VrrpEngineCmdlet
{
    /// <summary>Script to run on becoming master. The event is in $_ and $VrrpEvent; $using: brings variables along.</summary>
    [Parameter]
    public ScriptBlock? OnMaster { get; set; }

    /// <summary>Script to run on becoming backup.</summary>
    [Parameter]
    public ScriptBlock? OnBackup { get; set; }

    /// <summary>Script to run on a fault.</summary>
    [Parameter]
    public ScriptBlock? OnFault { get; set; }

    /// <summary>Script to run on a stop.</summary>
    [Parameter]
    public ScriptBlock? OnStop { get; set; }

    /// <summary>Script to run on every change of state, after the one for the state.</summary>
    [Parameter]
    public ScriptBlock? OnChange { get; set; }

    /// <summary>Script to run when an advertisement of lower priority is heard as master.</summary>
    [Parameter]
    public ScriptBlock? OnLowerPriority { get; set; }

    /// <summary>Program to run on becoming master: its absolute path, or a list of the path and its arguments.</summary>
    [Parameter]
    [Alias("notify_master")]
    [VrrpHookTransformation]
    public VrrpHook? MasterProgram { get; set; }

    /// <summary>Program to run on becoming backup.</summary>
    [Parameter]
    [Alias("notify_backup")]
    [VrrpHookTransformation]
    public VrrpHook? BackupProgram { get; set; }

    /// <summary>Program to run on a fault.</summary>
    [Parameter]
    [Alias("notify_fault")]
    [VrrpHookTransformation]
    public VrrpHook? FaultProgram { get; set; }

    /// <summary>Program to run on a stop.</summary>
    [Parameter]
    [Alias("notify_stop")]
    [VrrpHookTransformation]
    public VrrpHook? StopProgram { get; set; }

    /// <summary>Program to run on every change, with INSTANCE, the name, the state and the priority as last arguments.</summary>
    [Parameter]
    [Alias("notify")]
    [VrrpHookTransformation]
    public VrrpHook? ChangeProgram { get; set; }

    /// <summary>Program to run when an advertisement of lower priority is heard as master.</summary>
    [Parameter]
    [Alias("notify_master_rx_lower_pri")]
    [VrrpHookTransformation]
    public VrrpHook? LowerPriorityProgram { get; set; }

    /// <summary>User that the programs run as; the engine's own by default.</summary>
    [Parameter]
    public string? ProgramUser { get; set; }

    /// <summary>Longest time a program may take before it is ended, 60 s by default.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan ProgramTimeout { get; set; }

    private protected VrrpHooks ApplyPrograms(VrrpHooks present) => present with
    {
        Master = Given(nameof(MasterProgram), Prepare(MasterProgram), present.Master),
        Backup = Given(nameof(BackupProgram), Prepare(BackupProgram), present.Backup),
        Fault = Given(nameof(FaultProgram), Prepare(FaultProgram), present.Fault),
        Stop = Given(nameof(StopProgram), Prepare(StopProgram), present.Stop),
        Any = Given(nameof(ChangeProgram), Prepare(ChangeProgram), present.Any),
        LowerPriorityReceived = Given(nameof(LowerPriorityProgram), Prepare(LowerPriorityProgram), present.LowerPriorityReceived),
    };

    /// <summary>The script hooks that were given; they need the engine of this process.</summary>
    private protected HookScripts CaptureScripts(EngineKind engine)
    {
        var scripts = new HookScripts
        {
            Master = CapturedScript.Capture(OnMaster, SessionState),
            Backup = CapturedScript.Capture(OnBackup, SessionState),
            Fault = CapturedScript.Capture(OnFault, SessionState),
            Stop = CapturedScript.Capture(OnStop, SessionState),
            Change = CapturedScript.Capture(OnChange, SessionState),
            LowerPriority = CapturedScript.Capture(OnLowerPriority, SessionState),
        };
        return scripts.IsEmpty || engine == EngineKind.Session
            ? scripts
            : throw HaErrors.InvalidCombination("Script hooks (-OnMaster and the like) run in this process and so need -Engine Session; with the agent use programs (-MasterProgram and the like).");
    }

    /// <summary>Refuses script checks for an engine that is not in this process.</summary>
    private protected static void RequireScriptless(EngineKind engine, IEnumerable<TrackOptions> tracks)
    {
        if (engine == EngineKind.Agent && tracks.OfType<CallbackTrackOptions>().FirstOrDefault() is { } track)
        {
            throw HaErrors.InvalidCombination($"The track '{track.Name}' is a script block, which runs in this process and so needs -Engine Session; with the agent use a program (New-VrrpTrack -Script).");
        }
    }

    /// <summary>The value of a parameter where it was given, or else what is there.</summary>
    private protected T Given<T>(string parameter, T value, T present) => IsBound(parameter) ? value : present;

    private VrrpHook? Prepare(VrrpHook? program) => program is null
        ? null
        : program with
        {
            User = Given(nameof(ProgramUser), ProgramUser, program.User),
            Timeout = Given(nameof(ProgramTimeout), ProgramTimeout, program.Timeout),
        };
}
