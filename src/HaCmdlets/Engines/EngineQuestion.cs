using NginxHa.Cmdlets.Errors;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Engines;

/// <summary>Asks several engines the same; where all are meant, one that fails does not keep the answers of the others back.</summary>
internal static class EngineQuestion
{
    /// <summary>Asks.</summary>
    /// <param name="kind">The engine to ask; null for all that answer.</param>
    /// <param name="question">The question.</param>
    /// <param name="failed">Takes the error of an engine that was one of several.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answers, each with its engine.</returns>
    public static async Task<List<(IVrrpEngine Engine, T Answer)>> AskAsync<T>(
        EngineKind? kind, Func<IVrrpEngine, CancellationToken, Task<IReadOnlyList<T>>> question, Action<HaException> failed, CancellationToken cancellationToken)
    {
        var all = new List<(IVrrpEngine Engine, T Answer)>();
        foreach (IVrrpEngine engine in await EngineSelector.GetAnsweringAsync(kind, cancellationToken).ConfigureAwait(true))
        {
            try
            {
                IReadOnlyList<T> answers = await question(engine, cancellationToken).ConfigureAwait(true);
                all.AddRange(answers.Select(answer => (engine, answer)));
            }
            catch (VrrpEngineException exception) when (kind is null)
            {
                failed(HaErrors.FromEngine(exception, engine.Kind));
            }
        }

        return all;
    }
}
