using System.Globalization;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>External programs on changes, with keepalived's arguments.</summary>
internal sealed partial class VrrpInstance
{
    private void RunStateHooks()
    {
        // Waiting for a track's first word is no fault that anyone should be called for.
        if (State == VrrpState.Initialize || (State == VrrpState.Fault && _faults == FaultReasons.TrackPending))
        {
            return;
        }

        (VrrpHook? hook, string word) = State switch
        {
            VrrpState.Master => (Options.Hooks.Master, "MASTER"),
            VrrpState.Backup => (Options.Hooks.Backup, "BACKUP"),
            _ => (Options.Hooks.Fault, "FAULT"),
        };
        RunHook(hook, null);
        RunHook(Options.Hooks.Any, word);
    }

    private void RunStopHooks()
    {
        RunHook(Options.Hooks.Stop, null);
        RunHook(Options.Hooks.Any, "STOP");
    }

    /// <param name="hook">The program, or null for none.</param>
    /// <param name="word">The state to append with the rest, or null to append nothing.</param>
    private void RunHook(VrrpHook? hook, string? word)
    {
        if (hook is not null)
        {
            string[] arguments = word is null
                ? []
                : ["INSTANCE", Name, word, _election.EffectivePriority.ToString(CultureInfo.InvariantCulture)];
            _core.Host.RunHook(new HookRequest(Name, hook, arguments, State, _election.EffectivePriority));
        }
    }
}
