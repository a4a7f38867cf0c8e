using System.Management.Automation;

namespace NginxHa.Cmdlets.Output;

/// <summary>
/// Progress of one activity: nothing is shown for work of less than a second, at most five updates a second after that,
/// and the bar is taken away at the end. Use it on the pipeline thread.
/// </summary>
public sealed class CmdletProgress : IDisposable
{
    private static readonly TimeSpan FirstAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(200);
    private static int s_lastId;

    private readonly Cmdlet _cmdlet;
    private readonly TimeProvider _time;
    private readonly string _activity;
    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private readonly long _started;
    private long _shown;

    /// <summary>Begins an activity.</summary>
    /// <param name="cmdlet">The cmdlet that shows it.</param>
    /// <param name="activity">The heading, in the form "Testing upstream servers".</param>
    /// <param name="time">The clock; the system's when null.</param>
    public CmdletProgress(Cmdlet cmdlet, string activity, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(cmdlet);
        _cmdlet = cmdlet;
        _time = time ?? TimeProvider.System;
        _started = _time.GetTimestamp();
        _activity = activity;
    }

    /// <summary>Says how far the work is.</summary>
    /// <param name="status">What is being done now.</param>
    /// <param name="done">How many parts are done.</param>
    /// <param name="total">How many parts there are; 0 when that is not known.</param>
    public void Report(string status, long done = 0, long total = 0)
    {
        bool due = _shown == 0 ? _time.GetElapsedTime(_started) >= FirstAfter : _time.GetElapsedTime(_shown) >= Spacing;
        if (!due)
        {
            return;
        }

        _shown = _time.GetTimestamp();
        // A new record each time: a job or a caller with streams keeps the old ones.
        _cmdlet.WriteProgress(new ProgressRecord(_id, _activity, string.IsNullOrEmpty(status) ? " " : status)
        {
            PercentComplete = total > 0 ? (int)Math.Clamp(done * 100 / total, 0, 100) : -1,
            SecondsRemaining = total > 0 && done > 0
                ? (int)Math.Min(int.MaxValue, _time.GetElapsedTime(_started).TotalSeconds * (total - done) / done)
                : -1,
        });
    }

    /// <summary>Takes the progress bar away, if it was ever shown.</summary>
    public void Dispose()
    {
        if (_shown == 0)
        {
            return;
        }

        _shown = 0;
        try
        {
            _cmdlet.WriteProgress(new ProgressRecord(_id, _activity, " ") { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // The pipeline was stopped: its host takes the bar away itself.
        }
    }
}
