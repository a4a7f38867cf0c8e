using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime.Background;

namespace NginxHa.Vrrp.Tracking.Checks;

/// <summary>Runs a program; exit code 0 is success.</summary>
internal sealed class ScriptCheck(ScriptTrackOptions options, string? networkNamespace) : ITrackCheck
{
    private readonly ProgramCall _call = new(options.Program, options.Arguments, options.User, options.Timeout ?? options.Interval);

    public async ValueTask<TrackResult> RunAsync(CancellationToken cancellationToken)
    {
        ProgramResult result = await ProgramRunner.RunAsync(_call, networkNamespace, cancellationToken).ConfigureAwait(false);
        return new TrackResult(result.ExitCode == 0, result.Detail);
    }

    public void Dispose()
    {
    }
}
