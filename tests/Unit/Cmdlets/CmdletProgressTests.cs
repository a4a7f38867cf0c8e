using Microsoft.Extensions.Time.Testing;
using NginxHa.Cmdlets.Output;
using System.Management.Automation;

namespace NginxHa.Tests.Unit.Cmdlets;

public class CmdletProgressTests
{
    [Fact]
    public void Work_of_less_than_a_second_shows_nothing()
    {
        ProgressRecord[] shown = Run((progress, time) =>
        {
            for (int part = 1; part <= 9; part++)
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                progress.Report("part", part, 10);
            }
        });
        Assert.Empty(shown);
    }

    [Fact]
    public void Longer_work_is_shown_five_times_a_second_at_most_and_taken_away_at_the_end()
    {
        ProgressRecord[] shown = Run((progress, time) =>
        {
            for (int part = 1; part <= 200; part++)
            {
                time.Advance(TimeSpan.FromMilliseconds(10));
                progress.Report($"part {part}", part, 200);
            }
        });
        // After one second of two: at 1.0, 1.2, 1.4, 1.6, 1.8 and 2.0, and the end.
        Assert.Equal(7, shown.Length);
        Assert.Equal(50, shown[0].PercentComplete);
        Assert.Equal(1, shown[0].SecondsRemaining);
        Assert.Equal(ProgressRecordType.Completed, shown[^1].RecordType);
    }

    [Fact]
    public void Unknown_total_shows_no_percentage()
    {
        ProgressRecord[] shown = Run((progress, time) =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            progress.Report("waiting");
        });
        Assert.Equal(-1, shown[0].PercentComplete);
        Assert.Equal("waiting", shown[0].StatusDescription);
    }

    private static ProgressRecord[] Run(Action<CmdletProgress, FakeTimeProvider> work)
    {
        using var runner = new CmdletRunner();
        var time = new FakeTimeProvider();
        runner.With("Process", cmdlet =>
        {
            using var progress = new CmdletProgress(cmdlet, "Working", time);
            work(progress, time);
        }).Invoke();
        Assert.Empty(runner.Shell.Streams.Error);
        return [.. runner.Shell.Streams.Progress];
    }
}
