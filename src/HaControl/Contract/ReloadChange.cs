namespace NginxHa.Control;

/// <summary>One thing that a reload changed.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Name">Name of the instance or group; of the setting for <see cref="ReloadChangeKind.SettingChanged"/>.</param>
/// <param name="Detail">What of it, for people, such as <c>priority 100 to 150</c>; null for nothing to add. Never a secret.</param>
public sealed record ReloadChange(ReloadChangeKind Kind, string Name, string? Detail = null)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => Detail is null ? $"{Kind} {Name}" : $"{Kind} {Name}: {Detail}";
}
