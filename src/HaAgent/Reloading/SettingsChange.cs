using NginxHa.Control;

namespace NginxHa.Agent.Reloading;

/// <summary>Settings that are ready to be applied. Disposing lets go of what was made ready and not applied.</summary>
/// <param name="changes">What changes, for the report.</param>
/// <param name="apply">Applies them; it does not fail.</param>
/// <param name="discard">Lets go of them.</param>
internal sealed class SettingsChange(IReadOnlyList<ReloadChange> changes, Action apply, Action discard) : IDisposable
{
    private bool _isDone;

    /// <summary>What changes.</summary>
    public IReadOnlyList<ReloadChange> Changes => changes;

    /// <summary>Applies the settings.</summary>
    public void Apply()
    {
        _isDone = true;
        apply();
    }

    public void Dispose()
    {
        if (!_isDone)
        {
            _isDone = true;
            discard();
        }
    }
}
