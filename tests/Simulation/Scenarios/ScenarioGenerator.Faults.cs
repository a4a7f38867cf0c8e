namespace NginxHa.Tests.Simulation.Scenarios;

/// <summary>The faults of a scenario: some at rest, some heaped upon one another, some coming again and again.</summary>
internal static partial class ScenarioGenerator
{
    private static readonly FaultKind[] Kinds =
    [
        FaultKind.Loss, FaultKind.Loss, FaultKind.Duplication, FaultKind.Delay, FaultKind.Partition, FaultKind.Partition,
        FaultKind.Partition, FaultKind.Mute, FaultKind.Deaf, FaultKind.OneWay, FaultKind.Pause, FaultKind.Pause, FaultKind.Stall,
        FaultKind.Crash, FaultKind.Crash, FaultKind.Reboot, FaultKind.Stop, FaultKind.Stop, FaultKind.LinkDown, FaultKind.LinkDown,
        FaultKind.LinkDeleted, FaultKind.TrackDown, FaultKind.TrackDown, FaultKind.Priority, FaultKind.Interval, FaultKind.Preemption,
        FaultKind.AddressRemoved, FaultKind.AddressRefused,
    ];

    private static Fault[] MakeFaults(RandomSource random, Scenario scenario)
    {
        long interval = scenario.Nodes[0].Routers[0].Interval;
        long down = (scenario.Nodes[0].Routers[0].DownTimerAdverts + 1) * interval;
        int count = random.Below(9);
        long window = random.Between(down, 6 * down);
        var faults = new List<Fault>(count);
        while (faults.Count < count)
        {
            FaultKind kind = random.Pick<FaultKind>(Kinds);
            int repeats = kind is FaultKind.LinkDown or FaultKind.TrackDown or FaultKind.Partition or FaultKind.Stop && random.PerThousand(200) ? 4 : 1;
            int node = random.Below(scenario.NodeCount);
            int segment = random.Below(scenario.SegmentCount);
            long start = random.Between(0, window);
            for (int i = 0; i < repeats && faults.Count < count; i++)
            {
                // As short as a blink, about a down interval, or long enough for everything to settle meanwhile.
                long length = random.Pick<long>([interval / 10, interval, down, down, 2 * down, 4 * down]);
                length = random.Between(length / 10, length);
                if (MakeFault(random, scenario, kind, faults.Count, start, start + length, node, segment) is { } fault)
                {
                    faults.Add(fault);
                }

                start += length + random.Between(0, length);
            }
        }

        return [.. faults];
    }

    /// <summary>Null when this scenario has nothing that could have the fault.</summary>
    private static Fault? MakeFault(RandomSource random, Scenario scenario, FaultKind kind, int number, long start, long end, int node, int segment)
    {
        long interval = scenario.Nodes[node].Routers[0].Interval;
        int router = random.Below(scenario.Routers.Length);
        long argument = 0;
        switch (kind)
        {
            case FaultKind.Loss:
                argument = random.Pick<int>([10, 100, 300, 600, 900]);
                break;
            case FaultKind.Duplication:
                argument = random.Pick<int>([10, 200, 900]);
                break;
            case FaultKind.Delay:
                argument = random.Between(1, 3 * interval);
                break;
            case FaultKind.Partition:
                // Bits 0-7: nodes; from bit 8 on: clients.
                argument = random.Between(1, (1 << scenario.NodeCount) - 2) | ((long)random.Below(1 << scenario.ClientCount) << 8);
                break;
            case FaultKind.OneWay:
                argument = (node + 1 + random.Below(scenario.NodeCount - 1)) % scenario.NodeCount;
                break;
            case FaultKind.TrackDown:
                if (scenario.Nodes[node].Track is not { } track)
                {
                    return null;
                }

                if (track.IsInterface)
                {
                    return new Fault(number, FaultKind.LinkDown, start, end, node, 1, 0);
                }

                break;
            case FaultKind.LinkDown when random.PerThousand(200):
                segment = 1;
                break;
            case FaultKind.Priority:
                if (scenario.Nodes[node].Routers[router].IsOwner || scenario.IsUneven)
                {
                    return null;
                }

                argument = random.Pick<byte>(Priorities);
                end = start;
                segment = router;
                break;
            case FaultKind.Interval:
                if (!MayMixIntervals(scenario))
                {
                    return null;
                }

                argument = Centiseconds(random.Between(interval / 2, 2 * interval));
                end = start;
                segment = router;
                break;
            case FaultKind.Preemption:
                if (Array.Exists(scenario.Nodes[node].Routers, static options => options.IsOwner || options.StartsAsMaster || options.PreemptDelay > 0))
                {
                    return null;
                }

                argument = random.Below(2);
                end = start;
                break;
            case FaultKind.AddressRefused:
                // Its retries are counted in tens of seconds: too many intervals for the short ones.
                if (interval < Second / 2 || !random.PerThousand(300))
                {
                    return null;
                }

                break;
            case FaultKind.AddressRemoved:
                end = start;
                break;
        }

        return new Fault(number, kind, start, end, node, segment, argument);
    }
}
