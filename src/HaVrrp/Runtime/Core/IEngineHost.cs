using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>
/// What <see cref="VrrpEngineCore"/> needs from outside besides the network. Everything is called on the thread that
/// drives the core, and nothing here may wait.
/// </summary>
internal interface IEngineHost
{
    /// <summary>Wall-clock time, for stamps and for the HMAC trailer's sequence; never for timers.</summary>
    DateTimeOffset UtcNow { get; }

    /// <summary>Tells everyone who listens that something happened.</summary>
    void Publish(VrrpEventKind kind, string name, VrrpState previous, VrrpState state, byte priority, string reason);

    /// <summary>
    /// Starts to run a check every so often, until the returned object is disposed.
    /// </summary>
    /// <param name="track">The check.</param>
    /// <param name="report">Takes a result; the host calls it on the thread that drives the core.</param>
    IDisposable StartCheck(PeriodicTrackOptions track, Action<TrackResult> report);

    /// <summary>Queues a program; those of one owner run one after the other, in the order of these calls.</summary>
    void RunHook(HookRequest request);
}
