namespace NginxHa.Vrrp.Runtime.Loop;

/// <summary>
/// Does, in order and on a thread of ordinary priority, what the loop leaves to others. Completing a task or waking a reader may
/// have to start a thread of the pool and wait until it runs; a thread with real-time priority would wait for that one
/// on a processor that it does not let go of.
/// </summary>
internal sealed class Outbox
{
    private readonly object _lock = new();
    private readonly Action<string> _failed;
    private Queue<Action> _waiting = new();
    private bool _isComplete;
    private int _unreported;

    /// <param name="name">Name of the thread.</param>
    /// <param name="failed">
    /// Is told of an action that throws, at once and on the same thread; the next ones are done all the same. It must not post
    /// what it has to say: what fails because nothing can be said would then come back for ever.
    /// </param>
    public Outbox(string name, Action<string> failed)
    {
        _failed = failed;
        new Thread(Run) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>Adds an action behind those that wait.</summary>
    public void Post(Action action)
    {
        lock (_lock)
        {
            _waiting.Enqueue(action);
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Adds the last action; the thread ends behind it.</summary>
    public void Complete(Action last)
    {
        lock (_lock)
        {
            _waiting.Enqueue(last);
            _isComplete = true;
            Monitor.Pulse(_lock);
        }
    }

    private void Run()
    {
        var running = new Queue<Action>();
        while (Take(ref running))
        {
            while (running.TryDequeue(out Action? action))
            {
                try
                {
                    action();
                }
#pragma warning disable CA1031 // One that fails must not keep back the others.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    Report(exception);
                }
            }
        }
    }

    /// <summary>Reports a failure once. When that fails too, the next report that gets through says that there were others.</summary>
    private void Report(Exception exception)
    {
        try
        {
            _failed(_unreported == 0 ? exception.ToString() : $"{_unreported} failures before this one could not be reported. {exception}");
            _unreported = 0;
        }
#pragma warning disable CA1031 // Nobody is left to tell, and the thread has to go on.
        catch (Exception)
#pragma warning restore CA1031
        {
            _unreported++;
        }
    }

    /// <summary>Waits for actions and takes them all.</summary>
    /// <returns>False when there are none and none will come.</returns>
    private bool Take(ref Queue<Action> taken)
    {
        lock (_lock)
        {
            while (_waiting.Count == 0)
            {
                if (_isComplete)
                {
                    return false;
                }

                Monitor.Wait(_lock);
            }

            (_waiting, taken) = (taken, _waiting);
            return true;
        }
    }
}
