using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;
using NginxHa.Vrrp.Runtime.Core;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

/// <summary>Remembers events, hooks and checks; a test reports the results of checks itself.</summary>
internal sealed class FakeHost : IEngineHost
{
    public DateTimeOffset UtcNow { get; set; } = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public List<(VrrpEventKind Kind, string Name, VrrpState Previous, VrrpState State, byte Priority, string Reason)> Events { get; } = [];

    public List<string> Hooks { get; } = [];

    public List<(PeriodicTrackOptions Options, Action<TrackResult> Report)> Checks { get; } = [];

    public void Publish(VrrpEventKind kind, string name, VrrpState previous, VrrpState state, byte priority, string reason) =>
        Events.Add((kind, name, previous, state, priority, reason));

    public IDisposable StartCheck(PeriodicTrackOptions track, Action<TrackResult> report)
    {
        Checks.Add((track, report));
        return new Stopper(() => Checks.RemoveAll(check => check.Report == report));
    }

    public void RunHook(HookRequest request) =>
        Hooks.Add(string.Join(' ', [request.Hook.Program, .. request.Hook.Arguments, .. request.Arguments]));

    public void Report(string track, bool isUp, string? detail = null, int? value = null) =>
        Checks.Single(check => check.Options.Name == track).Report(new TrackResult(isUp, detail, value));

    private sealed class Stopper(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}
