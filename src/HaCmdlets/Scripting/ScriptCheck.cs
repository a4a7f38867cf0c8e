using System.Management.Automation;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Scripting;

/// <summary>
/// A script block as a check: it is up when the last thing it writes is true in PowerShell's sense, and down when that is
/// false, when it writes nothing, or when it has an error.
/// </summary>
internal sealed class ScriptCheck(string name, CapturedScript script)
{
    private ScriptRunspace? _runspace;

    public async ValueTask<TrackResult> CheckAsync(CancellationToken cancellationToken)
    {
        ScriptRunspace runspace = Volatile.Read(ref _runspace) ?? Create();
        ScriptResult result = await runspace.RunAsync(script, null, null, cancellationToken).ConfigureAwait(false);
        if (result.Failure is { } failure)
        {
            return new TrackResult(false, failure);
        }

        PSObject? last = result.Output.Count > 0 ? result.Output[^1] : null;
        return new TrackResult(LanguagePrimitives.IsTrue(last), last?.ToString() ?? "no output");
    }

    /// <summary>Closes the runspace; the next check opens a new one.</summary>
    public void Release() => Interlocked.Exchange(ref _runspace, null)?.Dispose();

    private ScriptRunspace Create()
    {
        var created = new ScriptRunspace($"NginxHa check {name}");
        return Interlocked.CompareExchange(ref _runspace, created, null) ?? created;
    }
}
