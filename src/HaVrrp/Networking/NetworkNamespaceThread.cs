namespace NginxHa.Vrrp.Networking;

/// <summary>Threads that live in a network namespace, such as that of an event loop.</summary>
public static class NetworkNamespaceThread
{
    /// <summary>Starts a background thread, and returns once it has entered the namespace and begins with its work.</summary>
    /// <param name="networkNamespace">Name of the namespace; null for that of the process.</param>
    /// <param name="threadName">Name of the thread, for debuggers and <c>/proc</c>.</param>
    /// <param name="body">The work of the thread; it handles its own exceptions.</param>
    /// <exception cref="NetworkException">There is no such namespace, or it may not be entered.</exception>
    /// <exception cref="PlatformNotSupportedException">A namespace was named on another system than Linux.</exception>
    public static Thread Start(string? networkNamespace, string threadName, Action body)
    {
        ArgumentNullException.ThrowIfNull(body);
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                if (networkNamespace is not null)
                {
                    NetworkNamespace.Enter(networkNamespace);
                }
            }
#pragma warning disable CA1031 // Whatever it is, it is thrown again on the caller's thread.
            catch (Exception e)
#pragma warning restore CA1031
            {
                entered.SetException(e);
                return;
            }

            entered.SetResult();
            body();
        })
        {
            IsBackground = true,
            Name = threadName,
        };
        thread.Start();
        entered.Task.GetAwaiter().GetResult();
        return thread;
    }
}
