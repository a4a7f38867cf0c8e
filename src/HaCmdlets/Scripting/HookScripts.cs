using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Scripting;

/// <summary>The script hooks of one instance or group.</summary>
internal sealed record HookScripts
{
    public CapturedScript? Master { get; init; }

    public CapturedScript? Backup { get; init; }

    public CapturedScript? Fault { get; init; }

    public CapturedScript? Stop { get; init; }

    public CapturedScript? Change { get; init; }

    public CapturedScript? LowerPriority { get; init; }

    public bool IsEmpty => this is { Master: null, Backup: null, Fault: null, Stop: null, Change: null, LowerPriority: null };

    /// <summary>The hooks to run for an event, in order, each with the name of its parameter.</summary>
    public IEnumerable<(string Name, CapturedScript Script)> For(VrrpEvent happened)
    {
        (string Name, CapturedScript? Script) specific = happened.Kind switch
        {
            VrrpEventKind.LowerPriorityReceived => ("OnLowerPriority", LowerPriority),
            VrrpEventKind.StateChanged or VrrpEventKind.GroupStateChanged => happened.State switch
            {
                VrrpState.Master => ("OnMaster", Master),
                VrrpState.Backup => ("OnBackup", Backup),
                VrrpState.Fault => ("OnFault", Fault),
                _ => ("OnStop", Stop),
            },
            _ => default,
        };
        if (specific.Script is not null)
        {
            yield return (specific.Name, specific.Script);
        }

        if (Change is not null && happened.Kind is VrrpEventKind.StateChanged or VrrpEventKind.GroupStateChanged)
        {
            yield return ("OnChange", Change!);
        }
    }

    /// <summary>These hooks with those that are given put in.</summary>
    public HookScripts With(HookScripts changes) => new()
    {
        Master = changes.Master ?? Master,
        Backup = changes.Backup ?? Backup,
        Fault = changes.Fault ?? Fault,
        Stop = changes.Stop ?? Stop,
        Change = changes.Change ?? Change,
        LowerPriority = changes.LowerPriority ?? LowerPriority,
    };
}
