using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Engines;

/// <summary>The one place that knows where the engines are: the one in this process, and the service.</summary>
internal static class EngineSelector
{
    private static Func<IVrrpEngine> s_session = () => SessionEngine.Instance;
    private static Func<IVrrpEngine?> s_agent = () => null;
    private static Action<VrrpEvent, string> s_reportHookFailure = static (occasion, reason) => VrrpEngine.Session.ReportHookFailure(occasion, reason);

    /// <summary>Makes the failure of a script hook an event of its instance or group.</summary>
    public static void ReportHookFailure(VrrpEvent occasion, string reason) => s_reportHookFailure(occasion, reason);

    /// <summary>The engine asked for.</summary>
    /// <exception cref="VrrpEngineException">The agent does not run.</exception>
    public static IVrrpEngine Get(EngineKind kind) => kind == EngineKind.Session
        ? s_session()
        : s_agent() ?? throw new VrrpEngineException(
            VrrpEngineError.AgentUnavailable, "The agent does not run on this machine, or does not answer. -Engine Session runs the instance in this process.");

    /// <summary>The engine asked for, or every engine that answers when none is.</summary>
    public static IReadOnlyList<IVrrpEngine> GetAnswering(EngineKind? kind)
    {
        if (kind is { } one)
        {
            return [Get(one)];
        }

        return s_agent() is { } agent ? [s_session(), agent] : [s_session()];
    }

    /// <summary>Says how the service is reached: a client while it answers, null while it does not.</summary>
    public static void UseAgent(Func<IVrrpEngine?> agent) => s_agent = agent;

    /// <summary>Replaces both engines until the returned object is disposed; for tests.</summary>
    internal static IDisposable Replace(IVrrpEngine session, IVrrpEngine? agent, Action<VrrpEvent, string> reportHookFailure)
    {
        var previous = new Replacement(s_session, s_agent, s_reportHookFailure);
        s_session = () => session;
        s_agent = () => agent;
        s_reportHookFailure = reportHookFailure;
        return previous;
    }

    private sealed class Replacement(Func<IVrrpEngine> session, Func<IVrrpEngine?> agent, Action<VrrpEvent, string> reportHookFailure) : IDisposable
    {
        public void Dispose()
        {
            s_session = session;
            s_agent = agent;
            s_reportHookFailure = reportHookFailure;
        }
    }
}
