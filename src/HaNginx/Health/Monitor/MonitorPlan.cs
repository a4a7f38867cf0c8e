namespace NginxHa.Nginx.Health;

/// <summary>What a monitor wants changed in the configuration.</summary>
/// <param name="TakeOut">Servers to mark down.</param>
/// <param name="BringBack">Servers whose mark goes.</param>
public sealed record MonitorPlan(IReadOnlyList<ServerKey> TakeOut, IReadOnlyList<ServerKey> BringBack)
{
    /// <summary>There is nothing to do.</summary>
    public bool IsEmpty => TakeOut.Count == 0 && BringBack.Count == 0;
}
