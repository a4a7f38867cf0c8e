using NginxHa.Cmdlets.Engines;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Scripting;

/// <summary>Hooks that already listen while their instance or group is being made; they go again unless it comes to be.</summary>
internal sealed class HookSubscription : IDisposable
{
    private readonly HookRunner _runner;
    private bool _isKept;

    private HookSubscription(HookRunner runner) => _runner = runner;

    /// <summary>Begins to listen.</summary>
    public static HookSubscription Open(IVrrpEngine engine, string name, bool isGroup, HookScripts scripts) =>
        new(new HookRunner(engine, name, isGroup, scripts, EngineSelector.ReportHookFailure));

    /// <summary>The instance or group is there: the hooks are its own from now on.</summary>
    public void Keep()
    {
        _isKept = true;
        ScriptHooks.Attach(_runner);
        _runner.Release();
    }

    public void Dispose()
    {
        if (!_isKept)
        {
            _runner.Dispose();
        }
    }
}
