namespace NginxHa.Installation.Downloads;

/// <summary>What a download may cost.</summary>
internal sealed record DownloadRules
{
    /// <summary>Largest file, in bytes.</summary>
    public long Largest { get; init; } = 128L * 1024 * 1024;

    /// <summary>How long nothing may come.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long all of it may take, attempts included.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often it is tried; a later attempt goes on where the one before it was cut off, if the server can do that.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Pause before the second attempt; it doubles with each.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);
}
