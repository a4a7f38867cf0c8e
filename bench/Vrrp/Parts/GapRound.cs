using System.Diagnostics;
using NginxHa.Bench.Vrrp.Contenders;
using NginxHa.Bench.Vrrp.Measuring;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Parts;

/// <summary>One loss of a master, seen by the client.</summary>
/// <param name="lab">Where.</param>
/// <param name="contender">Whose.</param>
/// <param name="scenario">Of what kind.</param>
/// <param name="phase">When, as a share of the interval behind the last advertisement, or of a second behind the last look of the track.</param>
internal sealed class GapRound(GapLab lab, IContender contender, GapScenario scenario, double phase)
{
    /// <summary>Time between two connections.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    /// <summary>What each request has; the next ones do not wait for it.</summary>
    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly TimeSpan _interval = TimeSpan.FromSeconds(scenario.Interval);

    /// <summary>Longest time without a good answer, in ms.</summary>
    public async Task<double> RunAsync(CancellationToken cancellationToken)
    {
        lab.Clean();
        using WireTap tap = WireTap.On(lab.Master);
        using EngineProcess backup = Start(lab.Backup, 100);
        using EngineProcess master = Start(lab.Master, 200);
        try
        {
            await tap.WaitForRoutersAsync(1, 0, Patience, () => $"{contender.Name}: {master.Log}", cancellationToken).ConfigureAwait(false);
            using HttpGapProbe probe = new(lab.Client, GapLab.VirtualIp, Pace, ProbeTimeout);
            await probe.WaitForServerAsync(lab.Master, Patience, cancellationToken).ConfigureAwait(false);
            await Task.Delay((2 * _interval) + TimeSpan.FromMilliseconds(500), cancellationToken).ConfigureAwait(false);
            using Cable? cable = scenario.Cause == GapCause.HardLoss ? new Cable(lab.Master) : null;
            await WaitForPhaseAsync(tap, cancellationToken).ConfigureAwait(false);
            long lost = Stopwatch.GetTimestamp();
            Lose(master, cable);
            await probe.WaitForServerAsync(lab.Backup, Patience, cancellationToken).ConfigureAwait(false);
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken).ConfigureAwait(false);
            probe.Stop();
            return probe.LongestGap(lost - (Stopwatch.Frequency / 10)).TotalMilliseconds;
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{contender.Name}, {scenario.What}: {e.Message}\n{master.Log}\n{backup.Log}", e);
        }
        finally
        {
            if (scenario.Cause == GapCause.NginxDeath)
            {
                await lab.StartMasterNginxAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private EngineProcess Start(TestNode node, int priority) =>
        contender.Start(node, new Workload([new InstanceSpec("web", "eth0", 51, priority, GapLab.VirtualIp + "/32")])
        {
            Version = scenario.Version,
            Interval = _interval,
            TrackProgram = scenario.Cause == GapCause.NginxDeath ? lab.WriteCheck(node) : null,
        });

    private void Lose(EngineProcess master, Cable? cable)
    {
        switch (scenario.Cause)
        {
            case GapCause.HardLoss:
                cable!.Cut();
                master.Kill();
                break;
            case GapCause.GracefulStop:
                master.BeginStop();
                break;
            default:
                lab.MasterNginx.Kill();
                break;
        }
    }

    /// <summary>Waits for the next advertisement (or look of the track), and then the phase; the last part without sleeping.</summary>
    private async Task WaitForPhaseAsync(WireTap tap, CancellationToken cancellationToken)
    {
        long now = Clock.Now;
        long from;
        double span;
        if (scenario.Cause == GapCause.NginxDeath)
        {
            await Eventually.TrueAsync(() => lab.LastLook(lab.Master) > now, Patience, () => "the track looks", cancellationToken).ConfigureAwait(false);
            (from, span) = (lab.LastLook(lab.Master), 1000);
        }
        else
        {
            Advert advert = await tap.WaitAsync(now, Patience, "an advertisement", cancellationToken).ConfigureAwait(false);
            (from, span) = (advert.Time, _interval.TotalMilliseconds);
        }

        double rest = (phase * span) - Clock.Milliseconds(from, Clock.Now);
        if (rest > 20)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(rest - 10), cancellationToken).ConfigureAwait(false);
        }

        SpinWait.SpinUntil(() => Clock.Milliseconds(from, Clock.Now) >= phase * span, TimeSpan.FromSeconds(2));
    }
}
