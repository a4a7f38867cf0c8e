using NginxHa.Control;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Control;

/// <summary>An agent around an engine, as the test says it is.</summary>
internal sealed class FakeAgent : IAgentOperations
{
    public HashSet<string> Declared { get; } = [];

    public int Stops { get; private set; }

    /// <summary>What happens when it is asked to end.</summary>
    public Func<Task> OnStop { get; set; } = () => Task.CompletedTask;

    public Func<CancellationToken, Task<ReloadResult>> Reload { get; set; } =
        _ => Task.FromResult(new ReloadResult { Time = DateTimeOffset.UnixEpoch, Succeeded = true });

    public AgentStatus Status { get; set; } = new()
    {
        Version = "1.2.3",
        ProcessId = 4711,
        StartTime = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)),
        DocumentPath = "/etc/nginxha/nginxha.json",
    };

    public Task<AgentStatus> GetStatusAsync(CancellationToken cancellationToken) => Task.FromResult(Status);

    public Task<ReloadResult> ReloadAsync(CancellationToken cancellationToken) => Reload(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stops++;
        _ = OnStop();
        return Task.CompletedTask;
    }

    public InstanceOrigin GetInstanceOrigin(string name) => Declared.Contains(name) ? InstanceOrigin.Document : InstanceOrigin.Request;

    public InstanceOrigin GetGroupOrigin(string name) => GetInstanceOrigin(name);
}
