using NginxHa.Vrrp.Election;
using static NginxHa.Tests.Unit.Vrrp.Election.ElectionBench;

namespace NginxHa.Tests.Unit.Vrrp.Election;

/// <summary>Every state against every event, with the state after it and everything that has to be done.</summary>
public sealed class ElectionTableTests
{
    private const ElectionActions None = ElectionActions.None;
    private const ElectionActions Take = ElectionActions.SendAdvertisement | ElectionActions.AcquireAddresses | ElectionActions.StateChanged;
    private const ElectionActions Resign = ElectionActions.SendPriorityZero | ElectionActions.ReleaseAddresses | ElectionActions.StateChanged;
    private const ElectionActions GiveWay = ElectionActions.SendAdvertisement | ElectionActions.ReleaseAddresses | ElectionActions.StateChanged;
    private const ElectionActions Follow = ElectionActions.ReleaseAddresses | ElectionActions.StateChanged;
    private const ElectionActions Remain = ElectionActions.SendAdvertisement | ElectionActions.AnnounceAgain;
    private const ElectionActions Reassert = ElectionActions.SendAdvertisement | ElectionActions.AnnounceAgain | ElectionActions.ReportLowerPriority;

    private static readonly (string Name, ElectionEvent Event)[] Events =
    [
        ("startup", ElectionEvent.Startup),
        ("shutdown", ElectionEvent.Shutdown),
        ("timer", ElectionEvent.TimerExpired),
        ("higher", ElectionEvent.AdvertisementReceived(150, Interval, Lower)),
        ("equal, higher address", ElectionEvent.AdvertisementReceived(100, Interval, Higher)),
        ("equal, lower address", ElectionEvent.AdvertisementReceived(100, Interval, Lower)),
        ("equal, own address", ElectionEvent.AdvertisementReceived(100, Interval, Own)),
        ("higher, own address", ElectionEvent.AdvertisementReceived(150, Interval, Own)),
        ("lower", ElectionEvent.AdvertisementReceived(50, Interval, Higher)),
        ("zero", ElectionEvent.AdvertisementReceived(0, Interval, Higher)),
        ("fault", ElectionEvent.FaultRaised),
        ("fault over", ElectionEvent.FaultCleared),
        ("priority", ElectionEvent.PriorityChanged(80)),
        ("options", ElectionEvent.OptionsChanged(Defaults with { Interval = Interval * 2 })),
        ("group master", ElectionEvent.GroupMaster),
        ("group backup", ElectionEvent.GroupBackup),
    ];

    public static TheoryData<VrrpState, string, VrrpState, int> Table()
    {
        var data = new TheoryData<VrrpState, string, VrrpState, int>();
        void Row(string name, params (VrrpState After, ElectionActions Actions)[] cells)
        {
            for (int i = 0; i < cells.Length; i++)
            {
                data.Add((VrrpState)i, name, cells[i].After, (int)cells[i].Actions);
            }
        }

        const VrrpState I = VrrpState.Initialize, B = VrrpState.Backup, M = VrrpState.Master, F = VrrpState.Fault;
        const ElectionActions Changed = ElectionActions.StateChanged;

        //                            Initialize           Backup             Master                                    Fault
        Row("startup",               (B, Changed),        (B, None),         (M, None),                                (F, None));
        Row("shutdown",              (I, None),           (I, Changed),      (I, Resign),                              (I, Changed));
        Row("timer",                 (I, None),           (M, Take),         (M, ElectionActions.SendAdvertisement),   (F, None));
        Row("higher",                (I, None),           (B, None),         (B, GiveWay),                             (F, None));
        Row("equal, higher address", (I, None),           (B, None),         (B, GiveWay),                             (F, None));
        Row("equal, lower address",  (I, None),           (B, None),         (M, Reassert),                             (F, None));
        Row("equal, own address",    (I, None),           (B, None),         (M, None),                                (F, None));
        Row("higher, own address",   (I, None),           (B, None),         (M, None),                                (F, None));
        Row("lower",                 (I, None),           (B, None),         (M, Reassert),                             (F, None));
        Row("zero",                  (I, None),           (B, None),         (M, Remain),                              (F, None));
        Row("fault",                 (I, None),           (F, Changed),      (F, Resign),                              (F, None));
        Row("fault over",            (I, None),           (B, None),         (M, None),                                (B, Changed));
        Row("priority",              (I, None),           (B, None),         (M, None),                                (F, None));
        Row("options",               (I, None),           (B, None),         (M, ElectionActions.SendAdvertisement),   (F, None));
        Row("group master",          (I, None),           (M, Take),         (M, None),                                (F, None));
        Row("group backup",          (I, None),           (B, None),         (B, Follow),                              (F, None));
        return data;
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_event_in_every_state(VrrpState before, string name, VrrpState after, int actions)
    {
        VrrpElection election = In(before);
        ElectionEvent e = Events.Single(pair => pair.Name == name).Event;
        long now = e.Kind == ElectionEventKind.TimerExpired && election.Deadline != VrrpElection.Never ? election.Deadline : Now;

        Assert.Equal((ElectionActions)actions, election.Handle(e, now));
        Assert.Equal(after, election.State);
        Assert.Equal(after is VrrpState.Initialize or VrrpState.Fault, election.Deadline == VrrpElection.Never);
    }

    [Fact]
    public void The_table_has_every_state_and_every_kind_of_event()
    {
        var cells = Table().Select(row => (row.Data.Item1, Events.Single(pair => pair.Name == row.Data.Item2).Event.Kind)).ToHashSet();
        foreach (VrrpState state in Enum.GetValues<VrrpState>())
        {
            foreach (ElectionEventKind kind in Enum.GetValues<ElectionEventKind>())
            {
                Assert.Contains((state, kind), cells);
            }
        }
    }

    [Fact]
    public void No_event_allocates()
    {
        VrrpElection[] elections = [In(VrrpState.Initialize), In(VrrpState.Backup), In(VrrpState.Master), In(VrrpState.Fault)];
        Walk(elections);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Walk(elections);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Walk(VrrpElection[] elections)
        {
            foreach (VrrpElection election in elections)
            {
                foreach ((_, ElectionEvent e) in Events)
                {
                    election.Handle(e, Now);
                }
            }
        }
    }
}
