namespace NginxHa.Vrrp.Options;

/// <summary>The state an instance wishes for at start (keepalived <c>state</c>). The election decides.</summary>
public enum VrrpInitialState : byte
{
    /// <summary>Listen first.</summary>
    Backup,

    /// <summary>Advertise at once, then give way to anyone better.</summary>
    Master,
}
