namespace NginxHa.Vrrp.Options;

/// <summary>The state an instance wishes for at start (keepalived <c>state</c>). The election decides.</summary>
public enum VrrpInitialState : byte
{
    /// <summary>Listen first.</summary>
    Backup,

    /// <summary>Take over after one interval without a better master, instead of <see cref="VrrpInstanceOptions.DownTimerAdverts"/> of them, as keepalived does.</summary>
    Master,
}
