using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Simulation.Scenarios;

/// <summary>Makes a scenario out of a seed.</summary>
internal static partial class ScenarioGenerator
{
    private const long Millisecond = TimeSpan.TicksPerMillisecond;
    private const long Second = TimeSpan.TicksPerSecond;

    private static readonly long[] IntervalsV3 =
        [10 * Millisecond, 10 * Millisecond, 20 * Millisecond, 50 * Millisecond, 100 * Millisecond, 250 * Millisecond, Second, 2 * Second, 10 * Second];

    private static readonly int[] Adverts = [3, 3, 3, 3, 2, 4, 5, 10];
    private static readonly byte[] Priorities = [1, 50, 99, 100, 100, 100, 101, 150, 200, 253, 254];

    public static Scenario Generate(ulong seed)
    {
        var random = new RandomSource(seed);
        bool isV2 = random.PerThousand(300);
        bool isIPv6 = !isV2 && random.PerThousand(300);
        long interval = isV2 ? random.Between(1, 3) * Second : random.Pick<long>(IntervalsV3);
        int nodes = random.Pick<int>([2, 2, 2, 2, 3, 3, 4, 5]);
        int routers = random.PerThousand(450) ? 2 : 1;
        bool isGrouped = routers == 2 && random.PerThousand(500);
        int segments = routers == 2 && random.PerThousand(500) ? 2 : 1;
        long latency = random.Between(0, interval / 50);
        var scenario = new Scenario
        {
            Seed = seed,
            Version = isV2 ? VrrpVersion.V2 : VrrpVersion.V3,
            IsIPv6 = isIPv6,
            IsUnicast = random.PerThousand(250),
            IsGrouped = isGrouped,
            SegmentCount = segments,
            ClientCount = random.Below(3),
            Routers = MakeRouters(random, routers, segments),
            Nodes = [],
            Announcing = MakeAnnouncing(random, interval),
            Latency = (random.Between(0, latency), latency),
            SchedulingDelay = random.Between(0, interval / 50),
            Faults = [],
        };
        scenario = scenario with { Nodes = MakeNodes(random, scenario, nodes, interval) };
        return scenario with { Faults = MakeFaults(random, scenario) };
    }

    private static RouterDeclaration[] MakeRouters(RandomSource random, int count, int segments)
    {
        var routers = new RouterDeclaration[count];
        int first = 1 + random.Below(250);
        for (int i = 0; i < count; i++)
        {
            routers[i] = new RouterDeclaration(i, (byte)(first + i), i % segments, 1 + random.Below(2));
        }

        return routers;
    }

    private static (int Repeat, long Delay, long Refresh, long Pause) MakeAnnouncing(RandomSource random, long interval)
    {
        int repeat = 1 + random.Below(5);
        bool refreshes = random.PerThousand(150);
        long delay = random.PerThousand(600) && !refreshes ? 5 * Second : random.PerThousand(500) ? 0 : 2 * interval;
        long refresh = refreshes ? Math.Max(interval * 5, 100 * Millisecond) : 0;
        return (repeat, delay, refresh, random.PerThousand(150) ? random.Between(1, 5) * Millisecond / 5 : 0);
    }

    private static NodeDeclaration[] MakeNodes(RandomSource random, Scenario scenario, int count, long interval)
    {
        var nodes = new NodeDeclaration[count];

        // Ties and nodes that never preempt are what the election has rules for, so they come up often.
        bool mixesPreemption = random.PerThousand(300);
        bool preempts = random.PerThousand(700);
        bool delaysPreemption = random.PerThousand(150);
        bool delaysStart = random.PerThousand(100);
        bool mixesIntervals = MayMixIntervals(scenario) && random.PerThousand(150);
        int adverts = random.Pick<int>(Adverts);
        bool mixesAdverts = random.PerThousand(100);
        bool answersNobody = random.PerThousand(100);
        bool givesWaySilently = random.PerThousand(100);
        bool mixesBehaviour = random.PerThousand(150);
        int owner = random.PerThousand(150) ? random.Below(count) : -1;
        int track = random.Below(3);
        int unevenness = scenario.IsGrouped && owner < 0 && track == 2 && random.PerThousand(300) ? random.Pick<int>([-50, -1, 1, 50]) : 0;
        int weight = track == 0 ? 0 : random.Pick<int>([-200, -60, -20, -2, 2, 20, 60, 200]);
        for (int i = 0; i < count; i++)
        {
            bool preempt = mixesPreemption ? random.PerThousand(500) : preempts;
            var routers = new NodeRouter[scenario.Routers.Length];
            byte priority = random.Pick<byte>(unevenness == 0 ? Priorities : [60, 99, 100, 100, 100, 101, 150, 200]);
            for (int r = 0; r < routers.Length; r++)
            {
                // Members of a group have one priority, or at least rank the nodes alike: otherwise two masters, each the better
                // one on another member, may give way to each other again and again (KnownLimitTests).
                byte own = r == 0 ? priority : scenario.IsGrouped ? (byte)(priority + unevenness) : random.Pick<byte>(Priorities);
                bool isOwner = i == owner && (r == 0 || scenario.IsGrouped);
                bool preemptsHere = preempt || isOwner;
                long delay = delaysPreemption && preemptsHere && random.PerThousand(600) ? random.Between(1, 6 * interval) : 0;
                long ownInterval = mixesIntervals ? Centiseconds(interval * random.Between(1, 4)) : interval;
                routers[r] = new NodeRouter
                {
                    Priority = isOwner ? (byte)255 : own,
                    Interval = ownInterval,
                    Preempt = preemptsHere,
                    PreemptDelay = scenario.IsGrouped && r > 0 ? routers[0].PreemptDelay : delay,
                    StartupDelay = delaysStart ? random.Between(0, 8 * interval) : 0,
                    StartsAsMaster = preemptsHere && !delaysPreemption && random.PerThousand(300),
                    DownTimerAdverts = mixesAdverts ? random.Pick<int>(Adverts) : adverts,
                    LowerPriorityNoAdvert = mixesBehaviour ? random.PerThousand(500) : answersNobody,
                    HigherPrioritySendAdvert = mixesBehaviour ? random.PerThousand(500) : !givesWaySilently,
                };
            }

            TrackDeclaration? declared = track == 2 || random.PerThousand(300) ? null
                : new TrackDeclaration(random.PerThousand(400), weight, random.Pick<bool?>([null, true, false]));
            nodes[i] = new NodeDeclaration(
                (int)random.Between(-5000, 5000),
                random.Between(0, 1000 * Second),
                random.PerThousand(300) ? random.Between(0, 10 * interval) : random.Between(0, interval / 10),
                routers,
                declared);
        }

        return nodes;
    }

    /// <summary>Version 3 only, where backups learn the master's interval; version 2 refuses another one (RFC 3768 section 7.1).</summary>
    private static bool MayMixIntervals(Scenario scenario) => scenario.Version == VrrpVersion.V3;

    private static long Centiseconds(long ticks) => Math.Clamp(ticks / (10 * Millisecond), 1, 4095) * 10 * Millisecond;
}
