using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NginxHa.Cmdlets.Engines;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Cmdlets.Vrrp;

/// <summary>An engine without a network: instances are in the state that the test says.</summary>
internal sealed class FakeEngine(EngineKind kind = EngineKind.Session) : IVrrpEngine, IDisposable
{
    private readonly Dictionary<string, VrrpInstanceStatus> _instances = [];
    private readonly Dictionary<string, SyncGroupOptions> _groups = [];
    private readonly List<Channel<VrrpEvent>> _readers = [];
    private IDisposable? _replaced;
    private long _sequence;

    public EngineKind Kind => kind;

    public List<(VrrpEvent Occasion, string Reason)> HookFailures { get; } = [];

    public VrrpEngineException? Refusal { get; set; }

    /// <summary>Waited for before an instance is started.</summary>
    public Func<CancellationToken, Task>? Hold { get; set; }

    /// <summary>How many listen to the events.</summary>
    public int Readers
    {
        get
        {
            lock (_readers)
            {
                return _readers.Count;
            }
        }
    }

    public bool? Abandoned { get; private set; }

    /// <summary>Puts this engine, and an agent where one is given, behind the cmdlets.</summary>
    public FakeEngine Use(IVrrpEngine? agent = null)
    {
        _replaced = EngineSelector.Replace(this, agent, (occasion, reason) =>
        {
            lock (HookFailures)
            {
                HookFailures.Add((occasion, reason));
            }
        });
        return this;
    }

    public VrrpInstanceOptions Options(string name) => _instances[name].Options;

    public SyncGroupOptions Group(string name) => _groups[name];

    public bool Has(string name) => _instances.ContainsKey(name);

    /// <summary>Changes the state of an instance and tells everyone.</summary>
    public void Enter(string name, VrrpState state, string reason = "test")
    {
        lock (_instances)
        {
            VrrpInstanceStatus before = _instances[name];
            _instances[name] = before with { State = state, Reason = reason };
            Publish(name, VrrpEventKind.StateChanged, before.State, state, reason);
        }
    }

    public void Publish(string name, VrrpEventKind eventKind, VrrpState previous, VrrpState state, string reason)
    {
        var happened = new VrrpEvent
        {
            Sequence = ++_sequence,
            Time = DateTimeOffset.UnixEpoch,
            Kind = eventKind,
            Name = name,
            Engine = kind,
            PreviousState = previous,
            State = state,
            Priority = 100,
            Reason = reason,
        };
        lock (_readers)
        {
            _readers.ForEach(reader => reader.Writer.TryWrite(happened));
        }
    }

    public async Task<VrrpInstanceStatus> StartAsync(VrrpInstanceOptions options, CancellationToken cancellationToken)
    {
        ThrowIfRefusing();
        await (Hold?.Invoke(cancellationToken) ?? Task.CompletedTask);
        lock (_instances)
        {
            _instances[options.Name] = new VrrpInstanceStatus
            {
                Engine = kind,
                Options = options,
                State = VrrpState.Initialize,
                Since = DateTimeOffset.UnixEpoch,
                Reason = "started",
                EffectivePriority = options.Priority,
                PriorityReason = string.Empty,
                OwnedAddresses = [],
                Tracks = [],
                Statistics = new VrrpStatistics { Refused = new Dictionary<VrrpRefusal, long>() },
            };
            Enter(options.Name, VrrpState.Backup);
            return _instances[options.Name];
        }
    }

    public Task<VrrpInstanceStatus> StopAsync(string name, bool abandon, CancellationToken cancellationToken)
    {
        ThrowIfRefusing();
        Abandoned = abandon;
        lock (_instances)
        {
            if (!abandon)
            {
                Enter(name, VrrpState.Initialize);
            }

            _instances.Remove(name, out VrrpInstanceStatus? last);
            return Task.FromResult(last!);
        }
    }

    public Task<VrrpInstanceStatus> UpdateAsync(VrrpInstanceOptions options, CancellationToken cancellationToken)
    {
        ThrowIfRefusing();
        lock (_instances)
        {
            _instances[options.Name] = _instances[options.Name] with { Options = options };
            return Task.FromResult(_instances[options.Name]);
        }
    }

    public Task SetGroupAsync(SyncGroupOptions group, CancellationToken cancellationToken)
    {
        ThrowIfRefusing();
        _groups[group.Name] = group;
        return Task.CompletedTask;
    }

    public Task RemoveGroupAsync(string name, CancellationToken cancellationToken)
    {
        _groups.Remove(name);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<VrrpInstanceStatus>> GetInstancesAsync(CancellationToken cancellationToken)
    {
        lock (_instances)
        {
            return Task.FromResult<IReadOnlyList<VrrpInstanceStatus>>([.. _instances.Values.OrderBy(status => status.Options.Name, StringComparer.Ordinal)]);
        }
    }

    public Task<IReadOnlyList<SyncGroupStatus>> GetGroupsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SyncGroupStatus>>(
            [.. _groups.Values.Select(group => new SyncGroupStatus(group, VrrpState.Initialize, DateTimeOffset.UnixEpoch) { Engine = kind })]);

    public async IAsyncEnumerable<VrrpEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = Channel.CreateUnbounded<VrrpEvent>();
        lock (_readers)
        {
            _readers.Add(reader);
        }

        try
        {
            await foreach (VrrpEvent happened in reader.Reader.ReadAllAsync(cancellationToken))
            {
                yield return happened;
            }
        }
        finally
        {
            lock (_readers)
            {
                _readers.Remove(reader);
            }
        }
    }

    public void Dispose() => _replaced?.Dispose();

    private void ThrowIfRefusing()
    {
        if (Refusal is not null)
        {
            throw Refusal;
        }
    }
}
