using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace NginxHa.Cmdlets.Hosting;

/// <summary>
/// Brings the continuations of asynchronous work back to the pipeline thread, the only one that may write to the
/// pipeline.
/// </summary>
internal sealed class PipelinePump : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];
    private readonly Thread _thread = Thread.CurrentThread;
    private ExceptionDispatchInfo? _stray;

    private PipelinePump()
    {
    }

    /// <summary>Runs work to its end on the calling thread; its exception is rethrown as it was.</summary>
    public static void Run(Func<Task> work)
    {
        SynchronizationContext? previous = Current;
        var pump = new PipelinePump();
        SetSynchronizationContext(pump);
        try
        {
            Task task = work();
            _ = task.ContinueWith(
                static (_, state) => ((PipelinePump)state!)._queue.CompleteAdding(),
                pump,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            pump.Drain();
            task.GetAwaiter().GetResult();
            pump._stray?.Throw();
        }
        finally
        {
            SetSynchronizationContext(previous);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            _queue.Add((d, state));
        }
        catch (InvalidOperationException)
        {
            // The awaited work is over; what it left running goes on without the pipeline.
            ThreadPool.QueueUserWorkItem(static item => item.d(item.state), (d, state), preferLocal: false);
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Thread.CurrentThread == _thread)
        {
            d(state);
            return;
        }

        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            _ =>
            {
                try
                {
                    d(state);
                    done.SetResult();
                }
                catch (Exception exception)
                {
                    done.SetException(exception);
                }
            },
            null);
        done.Task.GetAwaiter().GetResult();
    }

    public override SynchronizationContext CreateCopy() => this;

    private void Drain()
    {
        foreach ((SendOrPostCallback callback, object? state) in _queue.GetConsumingEnumerable())
        {
            try
            {
                callback(state);
            }
            catch (Exception exception)
            {
                // Only callbacks that nobody awaits come here (a progress report whose pipeline was stopped): the work
                // is let to its end first, for it may hold addresses or sockets.
                _stray ??= ExceptionDispatchInfo.Capture(exception);
            }
        }
    }
}
