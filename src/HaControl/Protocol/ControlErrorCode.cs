using NginxHa.Nginx.Health;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Control.Protocol;

/// <summary>Codes of errors on the wire: the names of <see cref="VrrpEngineError"/>, and those of the protocol itself.</summary>
internal static class ControlErrorCode
{
    public const string MalformedRequest = "MalformedRequest";
    public const string UnsupportedProtocol = "UnsupportedProtocol";
    public const string UnknownMethod = "UnknownMethod";
    public const string LineTooLong = "LineTooLong";
    public const string TooManyRequests = "TooManyRequests";
    public const string TooManyClients = "TooManyClients";
    public const string Cancelled = "Cancelled";
    public const string Closing = "Closing";
    public const string InternalError = "InternalError";

    private const string MonitorPrefix = "Monitor";

    private static readonly Dictionary<string, UpstreamMonitorFailure> MonitorFailures =
        Enum.GetValues<UpstreamMonitorFailure>().ToDictionary(static failure => MonitorPrefix + failure, StringComparer.Ordinal);

    private static readonly Dictionary<string, VrrpEngineError> EngineErrors =
        Enum.GetValues<VrrpEngineError>().ToDictionary(static error => error.ToString(), StringComparer.Ordinal);

    /// <summary>The code of a monitor that was refused.</summary>
    public static string OfMonitor(UpstreamMonitorFailure failure) => MonitorPrefix + failure;

    /// <summary>Why a monitor was refused; null for a code that is about something else.</summary>
    public static UpstreamMonitorFailure? ToMonitorFailure(string code) => MonitorFailures.TryGetValue(code, out UpstreamMonitorFailure failure) ? failure : null;

    /// <summary>What a code means for whoever uses the engine.</summary>
    public static VrrpEngineError ToEngineError(string code) => EngineErrors.TryGetValue(code, out VrrpEngineError error)
        ? error
        : code switch
        {
            MalformedRequest or UnsupportedProtocol or UnknownMethod => VrrpEngineError.AgentIncompatible,
            TooManyRequests or TooManyClients or Closing => VrrpEngineError.AgentUnavailable,
            LineTooLong => VrrpEngineError.InvalidOptions,
            _ => VrrpEngineError.SystemError,
        };
}
