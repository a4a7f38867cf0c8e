using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Engines;

/// <summary>Asks the engines while a person waits for a completion: quickly, or not at all.</summary>
internal static class EngineAnswer
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    /// <summary>What every engine that answers in time says.</summary>
    public static IEnumerable<T> Get<T>(Func<IVrrpEngine, CancellationToken, Task<IReadOnlyList<T>>> question)
    {
        using var limit = new CancellationTokenSource(Limit);
        var answers = new List<T>();
        try
        {
            IReadOnlyList<IVrrpEngine> engines = Task.Run(() => EngineSelector.GetAnsweringAsync(null, limit.Token)).WaitAsync(limit.Token).GetAwaiter().GetResult();
            foreach (IVrrpEngine engine in engines)
            {
                answers.AddRange(Task.Run(() => question(engine, limit.Token)).WaitAsync(limit.Token).GetAwaiter().GetResult());
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or VrrpEngineException)
        {
            // No completion is better than one that keeps the person waiting.
        }

        return answers;
    }
}
