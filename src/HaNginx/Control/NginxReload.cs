namespace NginxHa.Nginx.Control;

/// <summary>A reload that came to its end.</summary>
/// <param name="Master">Process id of the master; it stays.</param>
/// <param name="OldWorkers">Workers before; they may still finish requests.</param>
/// <param name="NewWorkers">Workers that took over.</param>
/// <param name="Duration">From the signal until the new workers had taken over.</param>
public sealed record NginxReload(int Master, IReadOnlyList<int> OldWorkers, IReadOnlyList<int> NewWorkers, TimeSpan Duration);
