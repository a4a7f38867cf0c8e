namespace NginxHa.Topology.Keepalived;

/// <summary>How a keepalived.conf is read.</summary>
public sealed record KeepalivedReadOptions
{
    /// <summary>What keepalived reads without further options.</summary>
    public static KeepalivedReadOptions Default { get; } = new();

    /// <summary>The configuration id that <c>@id</c> and <c>@^id</c> lines are compared with (<c>keepalived --config-id</c>).</summary>
    public string? ConfigurationId { get; init; }

    /// <summary>Directory that a relative <c>include</c> starts from when the text is in memory; the working directory when null.</summary>
    public string? BaseDirectory { get; init; }

    /// <summary>Seed of <c>${_RANDOM}</c>, or null for other numbers at each reading.</summary>
    public int? RandomSeed { get; init; }
}
