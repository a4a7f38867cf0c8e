using System.Globalization;
using System.Runtime.InteropServices;

namespace NginxHa.Vrrp.Runtime;

/// <summary>The one engine of the process.</summary>
public sealed partial class VrrpEngine
{
    private static readonly Lazy<VrrpEngine> LazySession = new(CreateSession);
    private static PosixSignalRegistration[] s_signals = [];

    /// <summary>
    /// The engine that the cmdlets of this process share, across runspaces. When the process ends, by itself or by a signal
    /// that asks it to, its instances stop cleanly: priority 0 is sent and addresses are removed. SIGINT is left to the host, for
    /// which it may only mean to cancel a pipeline.
    /// </summary>
    public static VrrpEngine Session => LazySession.Value;

    private static VrrpEngine CreateSession()
    {
        var engine = new VrrpEngine();
        void Stop() => engine.StopAllAsync(abandon: false).GetAwaiter().GetResult();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();
        if (!OperatingSystem.IsWindows())
        {
            // Not every version of the runtime makes an orderly exit of these, and none of a closed terminal's SIGHUP.
            PosixSignal[] signals = IsHangUpIgnored()
                ? [PosixSignal.SIGTERM, PosixSignal.SIGQUIT]
                : [PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP];
            s_signals = Array.ConvertAll(signals, signal => PosixSignalRegistration.Create(signal, _ => Stop()));
        }

        return engine;
    }

    /// <summary>Under nohup the process outlives its terminal, and so do its instances.</summary>
    private static bool IsHangUpIgnored()
    {
        const string Field = "SigIgn:";
        const string Status = "/proc/self/status";
        string? line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(static text => text.StartsWith(Field, StringComparison.Ordinal)) : null;
        return line is not null
            && ulong.TryParse(line.AsSpan(Field.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong mask)
            && (mask & 1) != 0;
    }
}
