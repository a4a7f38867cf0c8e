using System.Globalization;
using NginxHa.Agent.Logging;
using NginxHa.Topology;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Agent.Hosting;

/// <summary>Writes what happens in the engine to the log, and counts instances by state.</summary>
/// <param name="log">The log.</param>
/// <param name="changed">Is told when a state has changed.</param>
internal sealed class EventJournal(AgentLog log, Action changed)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, VrrpState> _states = new(StringComparer.Ordinal);

    /// <summary>How many instances are in which state, for people.</summary>
    public string Summary
    {
        get
        {
            lock (_lock)
            {
                int Count(VrrpState state) => _states.Values.Count(other => other == state);
                return _states.Count == 0
                    ? "no instances"
                    : string.Create(CultureInfo.InvariantCulture, $"{_states.Count} instances: {Count(VrrpState.Master)} master, {Count(VrrpState.Backup)} backup, {Count(VrrpState.Fault)} fault");
            }
        }
    }

    /// <summary>Writes events until cancelled or until there are no more.</summary>
    /// <param name="events">The events; they are heard from the call on that made them.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task RunAsync(IAsyncEnumerable<VrrpEvent> events, CancellationToken cancellationToken)
    {
        long expected = 1;
        try
        {
            await foreach (VrrpEvent happened in events.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (happened.Sequence > expected)
                {
                    log.Warning($"{happened.Sequence - expected} events are not in the log: more happened than could be written.");
                }

                expected = happened.Sequence + 1;
                Write(happened);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    /// <summary>Writes one event.</summary>
    public void Write(VrrpEvent happened)
    {
        if (happened.Kind == VrrpEventKind.StateChanged)
        {
            lock (_lock)
            {
                if (happened.State == VrrpState.Initialize)
                {
                    _states.Remove(happened.Name);
                }
                else
                {
                    _states[happened.Name] = happened.State;
                }
            }

            changed();
        }

        log.Write(LevelOf(happened), Describe(happened), Fields(happened));
    }

    private static AgentLogLevel LevelOf(VrrpEvent happened) => happened.Kind switch
    {
        VrrpEventKind.StateChanged or VrrpEventKind.GroupStateChanged when happened.State == VrrpState.Fault => AgentLogLevel.Warning,
        VrrpEventKind.HookFailed or VrrpEventKind.LowerPriorityReceived or VrrpEventKind.AddressRestored => AgentLogLevel.Warning,
        VrrpEventKind.OperationFailed => AgentLogLevel.Error,
        _ => AgentLogLevel.Information,
    };

    private static string Describe(VrrpEvent happened)
    {
        string reason = happened.Reason.Length == 0 ? "" : $": {happened.Reason}";
        return happened.Kind switch
        {
            VrrpEventKind.StateChanged => $"{happened.Name}: {Word(happened.PreviousState)} -> {Word(happened.State)}, priority {happened.Priority}{reason}",
            VrrpEventKind.GroupStateChanged => $"group {happened.Name}: {Word(happened.PreviousState)} -> {Word(happened.State)}{reason}",
            VrrpEventKind.PriorityChanged => $"{happened.Name}: priority is {happened.Priority} now{reason}",
            VrrpEventKind.OptionsChanged => $"{happened.Name}: options changed{reason}",
            _ => $"{happened.Name}{reason}",
        };
    }

    private static LogField[] Fields(VrrpEvent happened) =>
    [
        new("event", happened.Kind.ToString()),
        new(happened.Kind == VrrpEventKind.GroupStateChanged ? "group" : "instance", happened.Name),
        new("state", Word(happened.State)),
        new("previous_state", Word(happened.PreviousState)),
        new("priority", happened.Priority.ToString(CultureInfo.InvariantCulture)),
        new("reason", happened.Reason),
        new("sequence", happened.Sequence.ToString(CultureInfo.InvariantCulture)),
    ];

    private static string Word(VrrpState state) => state switch
    {
        VrrpState.Master => "MASTER",
        VrrpState.Backup => "BACKUP",
        VrrpState.Fault => "FAULT",
        _ => "INITIALIZE",
    };
}
