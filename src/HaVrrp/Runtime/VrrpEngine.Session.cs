using System.Runtime.InteropServices;

namespace NginxHa.Vrrp.Runtime;

/// <summary>The one engine of the process.</summary>
public sealed partial class VrrpEngine
{
    private static readonly Lazy<VrrpEngine> LazySession = new(CreateSession);
    private static PosixSignalRegistration? s_hangUp;

    /// <summary>
    /// The engine that the cmdlets of this process share, across runspaces. When the process ends its instances stop cleanly:
    /// priority 0 is sent and addresses are removed.
    /// </summary>
    public static VrrpEngine Session => LazySession.Value;

    private static VrrpEngine CreateSession()
    {
        var engine = new VrrpEngine();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => engine.StopAllAsync(abandon: false).GetAwaiter().GetResult();
        if (!OperatingSystem.IsWindows())
        {
            // A terminal that is closed ends the process without a word, and would leave the addresses behind.
            s_hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => engine.StopAllAsync(abandon: false).GetAwaiter().GetResult());
        }

        return engine;
    }
}
