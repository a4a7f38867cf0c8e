using System.Security.Cryptography;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Resources.Documents;
using NginxHa.Platform;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Publishing;

/// <summary>The agent of this machine and its document: written, put in force, taken back when the agent refuses it.</summary>
internal static class RunningAgent
{
    private static IAgentAccess s_access = new ControlledAgent();

    /// <summary>The agent; null when none answers.</summary>
    public static Task<AgentView?> TryGetStatusAsync(CancellationToken cancellationToken) => s_access.TryGetStatusAsync(cancellationToken);

    /// <summary>Why the running agent is not in step with a document; null when it is, or when none runs with it.</summary>
    /// <param name="path">Absolute path of the document.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string?> LagAsync(string path, CancellationToken cancellationToken)
    {
        AgentView? agent = await FindAsync(path, cancellationToken).ConfigureAwait(false);
        return agent is null || !File.Exists(path) || agent.DocumentHash == Hash(path)
            ? null
            : $"The agent runs another version of '{path}'; declared is the one that is saved.";
    }

    /// <summary>Saves a document and has the agent that runs with it read it. What the agent refuses is taken back.</summary>
    /// <returns>What was changed, for people; empty when all was so already.</returns>
    public static async Task<IReadOnlyList<string>> PublishAsync(string path, HaTopology topology, CancellationToken cancellationToken)
    {
        byte[]? before = File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false) : null;
        List<string> changes = DocumentFile.Write(path, topology) ? [$"Saved '{path}'."] : [];
        if (await FindAsync(path, cancellationToken).ConfigureAwait(false) is not { } agent || agent.DocumentHash == Hash(path))
        {
            return changes;
        }

        // From here on the wait can end early, but not the reload.
        AgentReload reload = await s_access.ReloadAsync(CancellationToken.None).ConfigureAwait(false);
        if (!reload.Succeeded)
        {
            Restore(path, before, changes.Count > 0);
            throw HaErrors.AgentRefusedDocument(path, reload.Problems);
        }

        changes.Add("The agent read it: " + (reload.Changes.Count == 0 ? "nothing to change." : string.Join("; ", reload.Changes) + "."));
        return changes;
    }

    /// <summary>Takes a document away (it stays beside as the previous one) and ends the agent that runs with it, in good order.</summary>
    public static async Task WithdrawAsync(string path, CancellationToken cancellationToken)
    {
        AgentView? agent = await FindAsync(path, cancellationToken).ConfigureAwait(false);
        File.Move(path, ReplacedFile.PreviousPath(path), overwrite: true);
        if (agent is not null)
        {
            await s_access.StopAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says how the agent is reached, until the returned object is disposed; for tests.</summary>
    internal static IDisposable Replace(IAgentAccess access)
    {
        var previous = new Replacement(s_access);
        s_access = access;
        return previous;
    }

    /// <summary>SHA-256 of a file.</summary>
    internal static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))).ToLowerInvariant();

    private static async Task<AgentView?> FindAsync(string path, CancellationToken cancellationToken) =>
        await TryGetStatusAsync(cancellationToken).ConfigureAwait(false) is { } agent && agent.DocumentPath == path ? agent : null;

    private static void Restore(string path, byte[]? before, bool wasWritten)
    {
        if (!wasWritten)
        {
            return;
        }

        if (before is null)
        {
            File.Delete(path);
        }
        else
        {
            ReplacedFile.Write(path, System.Text.Encoding.UTF8.GetString(before));
        }
    }

    private sealed class Replacement(IAgentAccess access) : IDisposable
    {
        public void Dispose() => s_access = access;
    }
}
