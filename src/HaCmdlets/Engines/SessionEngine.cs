using NginxHa.Cmdlets.Commands.Nginx;
using NginxHa.Cmdlets.Hosting;
using NginxHa.Cmdlets.Scripting;
using NginxHa.Topology;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Engines;

/// <summary>The engine of this process: one for all runspaces, stopped cleanly when the module or the process goes.</summary>
internal static class SessionEngine
{
    private static readonly TimeSpan HookLimit = TimeSpan.FromSeconds(5);
    private static readonly object Gate = new();
    private static IDisposable? s_cleanUp;

    /// <summary>The engine. The first use registers its clean-up; nothing is opened before an instance starts.</summary>
    public static IVrrpEngine Instance
    {
        get
        {
            lock (Gate)
            {
                s_cleanUp ??= ModuleLifetime.Register(StopAll);
                VrrpEngine.Session.UpstreamCheck ??= static (track, _) => new(UpstreamTracks.Judge(UpstreamMonitors.Session, track));
            }

            return VrrpEngine.Session;
        }
    }

    // On the way out: each instance says goodbye, and then its hooks come to their end. Neither is waited for long.
    private static void StopAll()
    {
        lock (Gate)
        {
            s_cleanUp = null;
        }

        VrrpEngine.Session.StopAllAsync(abandon: false).GetAwaiter().GetResult();
        ScriptHooks.StopAll(HookLimit);
    }
}
