using NginxHa.Topology;

namespace NginxHa.Cmdlets.Publishing;

/// <summary>The agent of this machine, as far as publishing needs it.</summary>
internal interface IAgentAccess
{
    /// <summary>The agent as it is; null when none answers.</summary>
    Task<AgentView?> TryGetStatusAsync(CancellationToken cancellationToken);

    /// <summary>Has it read its document again.</summary>
    Task<AgentReload> ReloadAsync(CancellationToken cancellationToken);

    /// <summary>Has it end in good order.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}

/// <summary>A running agent.</summary>
/// <param name="DocumentPath">Absolute path of its document.</param>
/// <param name="DocumentHash">SHA-256 of the document in force, in lower-case hexadecimal digits; null before there is one.</param>
internal sealed record AgentView(string DocumentPath, string? DocumentHash);

/// <summary>What came of reading a document again.</summary>
/// <param name="Succeeded">Whether it is in force.</param>
/// <param name="Changes">What was changed.</param>
/// <param name="Problems">What is wrong with it.</param>
internal sealed record AgentReload(bool Succeeded, IReadOnlyList<string> Changes, IReadOnlyList<Finding> Problems);
