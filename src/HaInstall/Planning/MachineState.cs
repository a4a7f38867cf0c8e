using NginxHa.Installation.Records;

namespace NginxHa.Installation.Planning;

/// <summary>What is on the machine already.</summary>
public sealed record MachineState
{
    /// <summary>Versions of the packages that matter, by name.</summary>
    public IReadOnlyDictionary<string, string> Packages { get; init; } = new Dictionary<string, string>();

    /// <summary>Services by name.</summary>
    public IReadOnlyDictionary<string, ServiceState> Services { get; init; } = new Dictionary<string, ServiceState>();

    /// <summary>Builds from source.</summary>
    public IReadOnlyList<InstallationRecord> Records { get; init; } = [];

    /// <summary>A service's state.</summary>
    public ServiceState Service(string name) => Services.GetValueOrDefault(name) ?? ServiceState.Absent;

    /// <summary>A component's build; null when there is none.</summary>
    public InstallationRecord? Record(Component component) => Records.FirstOrDefault(record => record.Component == component);
}
