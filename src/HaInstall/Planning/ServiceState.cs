namespace NginxHa.Installation.Planning;

/// <summary>How a service stands.</summary>
/// <param name="IsEnabled">It starts at boot.</param>
/// <param name="IsActive">It runs.</param>
public sealed record ServiceState(bool IsEnabled, bool IsActive)
{
    /// <summary>A service that is not there.</summary>
    public static ServiceState Absent { get; } = new(false, false);
}
