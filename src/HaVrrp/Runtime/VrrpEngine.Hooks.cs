namespace NginxHa.Vrrp.Runtime;

/// <summary>Hooks that the program which hosts the engine runs by itself, for example script blocks.</summary>
public sealed partial class VrrpEngine
{
    /// <summary>Makes the failure of such a hook an event, as that of a program is.</summary>
    /// <param name="occasion">The event that the hook was run for.</param>
    /// <param name="reason">What went wrong, with the hook's name.</param>
    public void ReportHookFailure(VrrpEvent occasion, string reason)
    {
        ArgumentNullException.ThrowIfNull(occasion);
        _events.Publish(VrrpEventKind.HookFailed, occasion.Name, occasion.State, occasion.State, occasion.Priority, reason);
    }
}
