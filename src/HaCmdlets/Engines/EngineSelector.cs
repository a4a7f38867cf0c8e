using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Engines;

/// <summary>The one place that knows where the engines are: the one in this process, and the service.</summary>
internal static class EngineSelector
{
    private static Func<IVrrpEngine> s_session = () => SessionEngine.Instance;
    private static Func<IVrrpEngine?> s_agent = () => AgentEngine.Client;
    private static Func<CancellationToken, Task<IVrrpEngine?>> s_answeringAgent = AgentEngine.FindAnsweringAsync;
    private static Action<VrrpEvent, string> s_reportHookFailure = static (occasion, reason) => VrrpEngine.Session.ReportHookFailure(occasion, reason);

    /// <summary>Makes the failure of a script hook an event of its instance or group.</summary>
    public static void ReportHookFailure(VrrpEvent occasion, string reason) => s_reportHookFailure(occasion, reason);

    /// <summary>The engine asked for. Whether the agent runs shows when it is asked something.</summary>
    /// <exception cref="VrrpEngineException">There is no agent.</exception>
    public static IVrrpEngine Get(EngineKind kind) => kind == EngineKind.Session
        ? s_session()
        : s_agent() ?? throw new VrrpEngineException(
            VrrpEngineError.AgentUnavailable, "The agent does not run on this machine, or does not answer. -Engine Session runs the instance in this process.");

    /// <summary>The engine asked for, or every engine that answers when none is.</summary>
    public static async Task<IReadOnlyList<IVrrpEngine>> GetAnsweringAsync(EngineKind? kind, CancellationToken cancellationToken)
    {
        if (kind is { } one)
        {
            return [Get(one)];
        }

        return await s_answeringAgent(cancellationToken).ConfigureAwait(true) is { } agent ? [s_session(), agent] : [s_session()];
    }

    /// <summary>Replaces both engines until the returned object is disposed; for tests.</summary>
    internal static IDisposable Replace(IVrrpEngine session, IVrrpEngine? agent, Action<VrrpEvent, string> reportHookFailure)
    {
        var previous = new Replacement(s_session, s_agent, s_answeringAgent, s_reportHookFailure);
        s_session = () => session;
        s_agent = () => agent;
        s_answeringAgent = _ => Task.FromResult(agent);
        s_reportHookFailure = reportHookFailure;
        return previous;
    }

    private sealed class Replacement(
        Func<IVrrpEngine> session, Func<IVrrpEngine?> agent, Func<CancellationToken, Task<IVrrpEngine?>> answeringAgent, Action<VrrpEvent, string> reportHookFailure) : IDisposable
    {
        public void Dispose()
        {
            s_session = session;
            s_agent = agent;
            s_answeringAgent = answeringAgent;
            s_reportHookFailure = reportHookFailure;
        }
    }
}
