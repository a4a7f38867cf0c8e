using System.Diagnostics;
using System.Globalization;

namespace NginxHa.Agent.Service;

/// <summary>What a service tells systemd (sd_notify(3)): lines of <c>NAME=value</c>.</summary>
internal static class NotifyMessage
{
    /// <summary>How the message of <see cref="Ready"/> begins.</summary>
    public const string IsReady = "READY=1";

    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>Start or reload is done.</summary>
    public static string Ready(string status) => $"{IsReady}\n{Status(status)}";

    /// <summary>The document is read again. With Type=notify-reload systemd wants to know when, by its monotonic clock.</summary>
    /// <param name="timestamp">Of <see cref="Stopwatch.GetTimestamp"/>, which on Linux is that clock (CLOCK_MONOTONIC).</param>
    public static string Reloading(long timestamp) =>
        string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={(long)((Int128)timestamp * MicrosecondsPerSecond / Stopwatch.Frequency)}");

    /// <summary>The end has begun.</summary>
    public static string Stopping(string status) => $"STOPPING=1\n{Status(status)}";

    /// <summary>One line for <c>systemctl status</c>.</summary>
    public static string Status(string status) => $"STATUS={status.ReplaceLineEndings(" ")}";

    /// <summary>The service lives.</summary>
    public const string Watchdog = "WATCHDOG=1";
}
