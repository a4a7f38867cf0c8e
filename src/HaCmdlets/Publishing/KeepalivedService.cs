using System.Globalization;
using NginxHa.Cmdlets.Errors;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Services;
using NginxHa.Platform;

namespace NginxHa.Cmdlets.Publishing;

/// <summary>A running keepalived, found by its process id file.</summary>
/// <param name="pidPath">Absolute path of the file.</param>
internal sealed class KeepalivedService(string pidPath)
{
    /// <summary>Where keepalived writes its process id.</summary>
    public const string DefaultPidPath = "/run/keepalived.pid";

    private const string Program = "keepalived";

    /// <summary>The process id; null when it does not run.</summary>
    public int? FindProcess() => ServiceProcess.Find(new MachineFiles(), Program, [pidPath]);

    /// <summary>Has it read its configuration again; virtual routers that are not changed go on.</summary>
    /// <returns>False when it does not run.</returns>
    public async Task<bool> ReloadAsync(CancellationToken cancellationToken)
    {
        if (FindProcess() is not { } id)
        {
            return false;
        }

        var command = new SystemCommand("kill", "-HUP", id.ToString(CultureInfo.InvariantCulture));
        CommandOutcome outcome = await new ProcessCommandRunner().RunAsync(command, null, cancellationToken).ConfigureAwait(false);
        return outcome.Succeeded ? true : throw HaErrors.ProgramFailed(command.Text, outcome.ExitCode, string.Join('\n', outcome.LastLines));
    }
}
