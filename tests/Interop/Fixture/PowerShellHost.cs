namespace NginxHa.Tests.Interop.Fixture;

/// <summary>PowerShell on this machine.</summary>
public static class PowerShellHost
{
    /// <summary>Whether there is one that the agent would find.</summary>
    public static bool IsInstalled => NginxHa.Vrrp.Runtime.Background.PowerShellScript.FindHost() is not null;
}
