using NginxHa.Tests.Simulation.Invariants;
using NginxHa.Tests.Simulation.Running;
using NginxHa.Tests.Simulation.World;

namespace NginxHa.Tests.Simulation.Tests;

/// <summary>Every excuse of the referee is needed: without it there is a violation where nothing is wrong with the engine.</summary>
public sealed class ExcuseTests
{
    /// <summary>For each excuse a scenario that needs it; <c>--replay SEED --without EXCUSE --trace</c> shows why.</summary>
    private static readonly Dictionary<Excuses, (ulong Seed, ViolationKind Kind)> Needs = new()
    {
        [Excuses.LostAdvertisement] = (16061276701932374981, ViolationKind.TwoMasters),
        [Excuses.FalseClaim] = (9462453197006551854, ViolationKind.NoMaster),
        [Excuses.GroupFollows] = (17115292706430584857, ViolationKind.NoMaster),
        [Excuses.StartupDelay] = (4555703879086989499, ViolationKind.NoMaster),
        [Excuses.LateGoodbye] = (4404989203284341553, ViolationKind.NoMaster),
        [Excuses.StandingStill] = (11307843894965065324, ViolationKind.NoMaster),
        [Excuses.UnreachedClient] = (17115292706430584857, ViolationKind.MisledClient),
        [Excuses.ClosedWay] = (15170926989052450831, ViolationKind.MisledClient),
        [Excuses.LostNotice] = (3588889546884833401, ViolationKind.MisledClient),
        [Excuses.SilentNotice] = (1067604661820832559, ViolationKind.MisledClient),
        [Excuses.RestoreOnceASecond] = (5102892797355784527, ViolationKind.Addresses),
        [Excuses.DeadLink] = (15505373585966101659, ViolationKind.Advertising),
    };

    public static TheoryData<string> Names => [.. Enum.GetNames<Excuses>().Where(static name => name != nameof(Excuses.None))];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_excuse_is_needed(string name)
    {
        Excuses excuse = Enum.Parse<Excuses>(name);
        (ulong seed, ViolationKind kind) = Needs[excuse];
        Assert.Equal(kind, SimulationRun.RunOne(seed, new RunRules { Without = excuse }).Violation?.Kind);
        Assert.Null(SimulationRun.RunOne(seed, RunRules.Usual).Violation);
    }
}
