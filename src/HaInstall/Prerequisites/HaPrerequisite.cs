using NginxHa.Installation.Planning;

namespace NginxHa.Installation.Prerequisites;

/// <summary>One thing that has to be right before virtual IPs can move, and whether it is.</summary>
/// <param name="Check">Stable name of the check.</param>
/// <param name="Result">How it came out.</param>
/// <param name="Detail">What was found.</param>
public sealed record HaPrerequisite(string Check, PrerequisiteResult Result, string Detail)
{
    /// <summary>What it is about: an interface, an address, a virtual router id.</summary>
    public string? Subject { get; init; }

    /// <summary>Why it matters.</summary>
    public required string Why { get; init; }

    /// <summary>How to mend it; null when there is nothing to mend.</summary>
    public string? Remedy { get; init; }

    /// <summary>It was mended, and is as it should be now.</summary>
    public bool IsRepaired { get; init; }

    /// <summary>Whether it can be mended safely by -Repair.</summary>
    public bool CanRepair => RepairSteps.Count > 0;

    internal IReadOnlyList<InstallationStep> RepairSteps { get; init; } = [];
}
