namespace NginxHa.Agent.Recovery;

/// <summary>A setting of the kernel that an instance changes while it runs, with what it was before.</summary>
/// <param name="NetworkNamespace">Namespace of the interface; null for the process's own.</param>
/// <param name="Interface">Name of the interface.</param>
/// <param name="Family"><c>ipv4</c> or <c>ipv6</c>.</param>
/// <param name="Key">Its name.</param>
/// <param name="Original">What it was.</param>
/// <param name="Written">What it is while an instance runs.</param>
internal sealed record RecordedSetting(string? NetworkNamespace, string Interface, string Family, string Key, int Original, int Written);
