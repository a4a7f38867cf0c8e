using System.Runtime.ExceptionServices;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>
/// Runs code on a thread of its own inside a network namespace. Sockets opened there stay there, whichever thread uses them later.
/// </summary>
public static class NamespaceThread
{
    /// <summary>Runs a function in a namespace and answers with its result.</summary>
    public static T Run<T>(string networkNamespace, Func<T> function)
    {
        T result = default!;
        Run(networkNamespace, () => { result = function(); });
        return result;
    }

    /// <summary>Runs an action in a namespace.</summary>
    public static void Run(string networkNamespace, Action action)
    {
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                Native.EnterNamespace(networkNamespace);
                action();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        })
        {
            IsBackground = true,
            Name = networkNamespace,
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
    }
}
