using NginxHa.Nginx.Upstreams;

namespace NginxHa.Nginx.Health;

/// <summary>
/// The decisions of a monitor: whom to ask when, who is healthy, whom to take out. It has no clock, no sockets and no
/// threads; every call says what time it is.
/// </summary>
internal sealed class MonitorCore(MonitorOptions options, Func<double> random)
{
    private const double BackOff = 1.5;

    private readonly Dictionary<ServerKey, Entry> _entries = [];

    // What is decided, is decided for an upstream; those in which something has changed are looked at once for all changes of a moment.
    private readonly List<Group> _groups = [];
    private readonly HashSet<Group> _changed = [];
    private readonly HashSet<Group> _wanting = [];

    // What is no longer true of an entry is passed over when it comes up: thousands of servers are asked every second.
    private readonly PriorityQueue<Entry, DateTimeOffset> _schedule = new();
    private DateTimeOffset? _pendingSince;
    private DateTimeOffset _noPlanBefore = DateTimeOffset.MinValue;
    private TimeSpan _retry;

    /// <summary>Servers in the order of the configuration.</summary>
    public IReadOnlyList<ServerHealth> Snapshot()
    {
        Settle();
        var servers = new ServerHealth[_entries.Count];
        foreach (Entry entry in _entries.Values)
        {
            servers[entry.Order] = entry.Health.Spared == entry.Spared ? entry.Health : entry.Health with { Spared = entry.Spared };
        }

        return servers;
    }

    /// <summary>How the upstreams stand, in the order of the configuration.</summary>
    public IReadOnlyList<UpstreamSummary> Summarize() => [.. _groups.Select(group => group.Summarize())];

    /// <summary>Takes over what the configuration says now; what is known of servers that are still there is kept.</summary>
    public void Reconcile(IReadOnlyList<ConfiguredServer> servers, DateTimeOffset now)
    {
        HashSet<ServerKey> present = [.. servers.Select(server => server.Key)];
        foreach (ServerKey gone in _entries.Keys.Where(key => !present.Contains(key)).ToList())
        {
            _entries.Remove(gone);
        }

        _groups.Clear();
        _changed.Clear();
        _wanting.Clear();
        var groups = new Dictionary<(UpstreamProtocol, string), Group>();
        for (int i = 0; i < servers.Count; i++)
        {
            ConfiguredServer server = servers[i];
            bool added = !_entries.TryGetValue(server.Key, out Entry? entry);
            if (entry is null)
            {
                // A mark from an earlier run says that the server was unhealthy then; it has to rise again.
                bool? healthy = server.Down == DownOrigin.Monitor ? false : null;
                entry = new Entry(new ServerHealth { Key = server.Key, Healthy = healthy, Since = healthy is null ? null : now });
                _entries.Add(server.Key, entry);
            }

            entry.Order = i;
            entry.Group = GroupOf(server.Key, groups);
            entry.Group.Entries.Add(entry);
            entry.Target = server.Target;
            entry.Health = entry.Health with { Down = server.Down };
            if (added)
            {
                // The first questions are spread over one interval.
                Schedule(entry, now + (options.Jitter > 0 ? options.Interval * random() : TimeSpan.Zero));
            }
        }

        _groups.ForEach(group => Reconsider(group, now));
        Settle();
    }

    /// <summary>The servers whose time has come, and which are not being asked already.</summary>
    public IReadOnlyList<(ServerKey Key, HealthTarget Target)> TakeDue(DateTimeOffset now)
    {
        var due = new List<(ServerKey, HealthTarget)>();
        while (_schedule.TryPeek(out Entry? entry, out DateTimeOffset time) && time <= now)
        {
            _schedule.Dequeue();
            if (IsCurrent(entry, time))
            {
                entry.Asking = true;
                entry.Asked = now;
                due.Add((entry.Health.Key, entry.Target!));
            }
        }

        return due;
    }

    /// <summary>Takes a result; true when the server became unhealthy, or healthy again.</summary>
    public bool Report(ServerKey key, bool success, string reason, TimeSpan latency, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(key, out Entry? entry))
        {
            return false;
        }

        ServerHealth before = entry.Health;
        int inARow = before.LastSuccess == success ? before.InARow + 1 : 1;

        // The very first success needs no rise: until somebody has seen it fail, a server counts as healthy.
        bool? healthy = success
            ? before.Healthy == false && inARow < options.Rise ? false : true
            : before.Healthy != false && inARow < options.Fall ? before.Healthy : false;
        entry.Health = before with
        {
            Healthy = healthy,
            InARow = inARow,
            LastSuccess = success,
            Reason = reason,
            Latency = latency,
            LastCheck = now,
            Since = healthy != before.Healthy ? now : before.Since,
            Checks = before.Checks + 1,
            Failures = before.Failures + (success ? 0 : 1),
        };
        entry.Asking = false;

        // From question to question: what an answer takes does not make the next question later, unless it takes longer.
        DateTimeOffset next = entry.Asked + NextInterval(entry, success);
        Schedule(entry, next > now ? next : now);
        if ((healthy == false) == (before.Healthy == false))
        {
            return false;
        }

        Reconsider(entry.Group!, now);
        return true;
    }

    /// <summary>A question without a result: it is asked again in an interval.</summary>
    public void Abandon(ServerKey key, DateTimeOffset now)
    {
        if (_entries.TryGetValue(key, out Entry? entry))
        {
            entry.Asking = false;
            Schedule(entry, now + options.Interval);
        }
    }

    /// <summary>What is to be changed now; empty while changes are still being gathered.</summary>
    public MonitorPlan Plan(DateTimeOffset now)
    {
        Settle();
        return _pendingSince is not null && now >= PlanTime() ? Wanted() : new MonitorPlan([], []);
    }

    /// <summary>A plan was carried out, or could not be; then it is tried again, at longer and longer intervals.</summary>
    public void Applied(bool success, DateTimeOffset now)
    {
        _retry = success ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Clamp(_retry.Ticks * 2, TimeSpan.TicksPerSecond, TimeSpan.TicksPerMinute));
        _noPlanBefore = now + (success ? options.ReloadInterval : _retry);
        Settle();
        _pendingSince = _wanting.Count > 0 ? now : null;
    }

    /// <summary>When there is something to do next; null when only a result or a change of the configuration can bring it.</summary>
    /// <param name="withPlan">Count the time of the next plan; not while one is being carried out.</param>
    public DateTimeOffset? NextWake(bool withPlan = true)
    {
        Settle();
        DateTimeOffset? next = _pendingSince is null || !withPlan ? null : PlanTime();
        while (_schedule.TryPeek(out Entry? entry, out DateTimeOffset time))
        {
            if (IsCurrent(entry, time))
            {
                return next < time ? next : time;
            }

            _schedule.Dequeue();
        }

        return next;
    }

    private bool IsCurrent(Entry entry, DateTimeOffset time) =>
        !entry.Asking && entry.Due == time && _entries.TryGetValue(entry.Health.Key, out Entry? known) && ReferenceEquals(known, entry);

    private void Schedule(Entry entry, DateTimeOffset time)
    {
        entry.Due = time;
        _schedule.Enqueue(entry, time);
    }

    private DateTimeOffset PlanTime()
    {
        DateTimeOffset gathered = (_pendingSince ?? DateTimeOffset.MinValue) + options.Debounce;
        return gathered > _noPlanBefore ? gathered : _noPlanBefore;
    }

    private TimeSpan NextInterval(Entry entry, bool success)
    {
        entry.Interval = success || entry.Health.Healthy != false || entry.Interval == TimeSpan.Zero
            ? options.Interval
            : TimeSpan.FromTicks(Math.Min(options.LongestInterval.Ticks, (long)(entry.Interval.Ticks * BackOff)));
        return entry.Interval * (1 + (options.Jitter * ((2 * random()) - 1)));
    }

    private Group GroupOf(ServerKey key, Dictionary<(UpstreamProtocol, string), Group> groups)
    {
        if (!groups.TryGetValue((key.Protocol, key.Upstream), out Group? group))
        {
            groups.Add((key.Protocol, key.Upstream), group = new Group(_groups.Count));
            _groups.Add(group);
        }

        return group;
    }

    private void Reconsider(Group group, DateTimeOffset now)
    {
        if (!options.ReadOnly && _changed.Add(group))
        {
            group.ChangedSince = now;
        }
    }

    /// <summary>Decides for the upstreams in which something has changed.</summary>
    private void Settle()
    {
        foreach (Group group in _changed)
        {
            Decide(group);
            if (group.TakeOut.Count == 0 && group.BringBack.Count == 0)
            {
                _wanting.Remove(group);
            }
            else
            {
                _wanting.Add(group);
                _pendingSince ??= group.ChangedSince;
            }
        }

        _changed.Clear();
        if (_wanting.Count == 0)
        {
            _pendingSince = null;
        }
    }

    private MonitorPlan Wanted()
    {
        Group[] wanting = [.. _wanting.OrderBy(group => group.Order)];
        return new MonitorPlan([.. wanting.SelectMany(group => group.TakeOut)], [.. wanting.SelectMany(group => group.BringBack)]);
    }

    /// <summary>
    /// The longest unhealthy go first, as long as enough servers stay. When too few are in use, because a person took
    /// some out or because the floor was raised, the ones that failed last come back although they are not healthy.
    /// </summary>
    private void Decide(Group group)
    {
        (List<ServerKey> takeOut, List<ServerKey> bringBack) = (group.TakeOut, group.BringBack);
        takeOut.Clear();
        bringBack.Clear();
        List<Entry> usable = [.. group.Entries.Where(entry => entry.Health.Down != DownOrigin.Person)];
        List<Entry> unhealthy = [.. usable.Where(entry => entry.Health.Healthy == false).OrderBy(entry => entry.Health.Since).ThenBy(entry => entry.Order)];
        int allowed = Math.Max(0, usable.Count - options.MinimumHealthy);
        for (int i = 0; i < unhealthy.Count; i++)
        {
            bool stays = i >= allowed;
            unhealthy[i].Spared = stays;
            if (!stays && unhealthy[i].Health.Down == DownOrigin.None)
            {
                takeOut.Add(unhealthy[i].Health.Key);
            }
            else if (stays && unhealthy[i].Health.Down == DownOrigin.Monitor)
            {
                bringBack.Add(unhealthy[i].Health.Key);
            }
        }

        foreach (Entry entry in usable.Where(entry => entry.Health.Healthy != false))
        {
            entry.Spared = false;
            if (entry.Health.Down == DownOrigin.Monitor)
            {
                bringBack.Add(entry.Health.Key);
            }
        }
    }

    private sealed class Entry(ServerHealth health)
    {
        public ServerHealth Health { get; set; } = health;

        public HealthTarget? Target { get; set; }

        public DateTimeOffset Due { get; set; }

        public TimeSpan Interval { get; set; }

        public bool Asking { get; set; }

        public DateTimeOffset Asked { get; set; }

        public bool Spared { get; set; }

        public int Order { get; set; }

        public Group? Group { get; set; }
    }

    /// <summary>The servers of one upstream, and what is wanted of them.</summary>
    private sealed class Group(int order)
    {
        public int Order => order;

        public List<Entry> Entries { get; } = [];

        public DateTimeOffset ChangedSince { get; set; }

        public List<ServerKey> TakeOut { get; } = [];

        public List<ServerKey> BringBack { get; } = [];

        public UpstreamSummary Summarize()
        {
            ServerKey first = Entries[0].Health.Key;
            return UpstreamSummary.Of(first.Protocol, first.Upstream, Entries.Select(entry => entry.Health));
        }
    }
}
