using NginxHa.Topology;

namespace NginxHa.Agent.Reloading;

/// <summary>The agent's own settings while it runs.</summary>
internal interface ISettingsApplier
{
    /// <summary>
    /// Gets ready for other settings, as far as that can fail: a port that is taken refuses the document before anything is
    /// changed.
    /// </summary>
    /// <param name="before">Settings in force.</param>
    /// <param name="after">Settings wanted.</param>
    /// <param name="problem">Why they cannot be had, as a sentence; null when they can.</param>
    SettingsChange Prepare(AgentSettings before, AgentSettings after, out string? problem);
}
