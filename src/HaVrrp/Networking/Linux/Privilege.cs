namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>Capabilities by name (linux/capability.h).</summary>
internal static class Privilege
{
    public const string RawSockets = "CAP_NET_RAW";
    public const string NetworkAdministration = "CAP_NET_ADMIN";
    public const string SystemAdministration = "CAP_SYS_ADMIN";
}
