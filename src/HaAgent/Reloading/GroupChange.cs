using NginxHa.Vrrp.Options;

namespace NginxHa.Agent.Reloading;

/// <summary>A group as it is, or null, and as it shall be.</summary>
internal sealed record GroupChange(SyncGroupOptions? Before, SyncGroupOptions After)
{
    /// <summary>The members that stay, when some have to leave first because another group wants them; null when all stay.</summary>
    public SyncGroupOptions? Shrunk =>
        Before is not null && Before.Members.Except(After.Members).Any()
            ? Before with { Members = [.. Before.Members.Intersect(After.Members)] }
            : null;
}
