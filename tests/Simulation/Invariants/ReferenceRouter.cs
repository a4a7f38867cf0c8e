using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Tests.Simulation.World;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Simulation.Invariants;

/// <summary>
/// A second reading of RFC 9568 sections 6.1 and 6.4.1 to 6.4.3, apart from the engine's: what one virtual router on one node
/// has to do, given what it hears and when. Times are those of the node's clock.
/// </summary>
internal sealed class ReferenceRouter(Scenario scenario, SimulatedNode node, int router)
{
    private NodeRouter _options = node.Routers[router];
    private byte _priority;
    private long _masterInterval;
    private long _startupEnds;
    private long _preemptsAfter = long.MaxValue;
    private int _heard = -1;
    private byte _heardPriority;
    private long _heardAt;

    public VrrpState State { get; private set; }

    /// <summary>When the Active_Down_Timer runs out, while in Backup.</summary>
    public long Deadline { get; private set; }

    /// <summary>Active_Down_Interval.</summary>
    private long DownInterval => (_options.DownTimerAdverts * _masterInterval) + SkewTime;

    private long SkewTime => (256 - _priority) * (scenario.Version == VrrpVersion.V2 ? TimeSpan.TicksPerSecond : _masterInterval) / 256;

    public void OnStarted(long now)
    {
        State = VrrpState.Initialize;
        _options = node.Routers[router];
        _priority = node.ExpectedPriority(router);
        _startupEnds = now + _options.StartupDelay;
        _masterInterval = _options.Interval;
        _heard = -1;
    }

    public void OnEnded() => State = VrrpState.Initialize;

    /// <summary>What an advertisement does (6.4.2, 6.4.3).</summary>
    /// <param name="sender">Number of the node that it comes from.</param>
    /// <param name="priority">The priority in it.</param>
    /// <param name="interval">The interval in it, in ticks.</param>
    /// <param name="now">The present moment of the node's clock.</param>
    public void OnAdvertisement(int sender, byte priority, long interval, long now)
    {
        switch (State)
        {
            case VrrpState.Fault:
                Follow(priority == 0 ? -1 : sender, priority, now);
                break;
            case VrrpState.Backup:
                HearAsBackup(sender, priority, interval, now);
                break;
            case VrrpState.Master when priority > 0 && (priority > _priority || (priority == _priority && sender > node.Number)):
                Follow(sender, priority, now);
                Learn(interval);
                EnterBackup(now, DownInterval);
                break;
        }
    }

    /// <summary>
    /// The engine has gone to another state.
    /// </summary>
    /// <returns>What is wrong with that, or null.</returns>
    public string? OnTransition(VrrpState before, VrrpState after, long now)
    {
        _priority = before == VrrpState.Initialize ? node.ExpectedPriority(router) : _priority;
        string? problem = null;
        switch (after)
        {
            case VrrpState.Backup when before is VrrpState.Initialize or VrrpState.Fault:
                _masterInterval = _options.Interval;
                bool isEager = before == VrrpState.Initialize && _options.StartsAsMaster;
                EnterBackup(now, _options.IsOwner ? 0 : isEager ? _options.Interval + EagerSkew : DownInterval);
                break;
            case VrrpState.Backup when before == VrrpState.Master && State == VrrpState.Master:
                problem = scenario.IsGrouped ? null : "gave way to nobody";
                _heard = -1;
                EnterBackup(now, DownInterval);
                break;
            case VrrpState.Master:
                bool asksNobody = before is VrrpState.Initialize or VrrpState.Fault && _options.IsOwner && now >= _startupEnds;
                problem = asksNobody || (State == VrrpState.Backup && now >= Deadline) ? null
                    : $"became master {(double)(Deadline - now) / TimeSpan.TicksPerMillisecond} ms before its timer ran out";
                State = VrrpState.Master;
                _masterInterval = _options.Interval;
                Follow(node.Number, _priority, now);
                break;
            case VrrpState.Fault or VrrpState.Initialize:
                _heard = State == VrrpState.Master ? -1 : _heard;
                State = after;
                break;
        }

        return problem;
    }

    /// <summary>The options, or what the check says of the priority, are others now: the running timer becomes longer or shorter by the difference (as keepalived does).</summary>
    /// <param name="now">The present moment of the node's clock.</param>
    public void OnDeclarationChanged(long now)
    {
        NodeRouter options = node.Routers[router];
        long before = DownInterval;
        if (_masterInterval == _options.Interval || scenario.Version == VrrpVersion.V2)
        {
            _masterInterval = options.Interval;
        }

        _options = options;
        _priority = node.ExpectedPriority(router);
        if (State == VrrpState.Backup && !(scenario.IsGrouped && now >= Deadline))
        {
            Deadline += DownInterval - before;
        }
    }

    private long EagerSkew => (scenario.Version == VrrpVersion.V2 ? TimeSpan.TicksPerSecond : _masterInterval) / 256;

    private void HearAsBackup(int sender, byte priority, long interval, long now)
    {
        long start = Math.Max(now, _startupEnds);
        if (priority == 0)
        {
            // 6.4.2. The goodbye of someone who is not followed says nothing.
            if (_heard < 0 || _heard == sender)
            {
                _heard = -1;
                Deadline = scenario.IsGrouped ? Math.Min(Deadline, start + SkewTime) : start + SkewTime;
            }

            return;
        }

        // Of two masters the worse one will give way: it is not who is followed, as long as the better one was heard of late.
        bool isRival = _heard >= 0 && _heard != sender && now - _heardAt < DownInterval
            && (priority < _heardPriority || (priority == _heardPriority && sender < _heard));
        if (!isRival)
        {
            Follow(sender, priority, now);
        }

        if (priority >= _priority)
        {
            _preemptsAfter = long.MaxValue;
        }
        else if (_options.Preempt || _options.IsOwner)
        {
            // The delay that keepalived adds runs from the first master of lower priority on.
            _preemptsAfter = Math.Min(_preemptsAfter, now + _options.PreemptDelay);
            if (now >= _preemptsAfter)
            {
                return;
            }
        }

        // Nor does it make anybody less patient.
        Learn(isRival ? Math.Max(interval, _masterInterval) : interval);
        Deadline = start + DownInterval;
    }

    /// <summary>Version 3: the interval of whoever is followed counts.</summary>
    private void Learn(long interval) => _masterInterval = scenario.Version == VrrpVersion.V3 ? interval : _masterInterval;

    private void Follow(int sender, byte priority, long now)
    {
        _heard = sender;
        _heardPriority = priority;
        _heardAt = now;
    }

    private void EnterBackup(long now, long patience)
    {
        State = VrrpState.Backup;
        _preemptsAfter = long.MaxValue;
        Deadline = Math.Max(now, _startupEnds) + patience;
    }
}
