using System.Globalization;
using System.Text.RegularExpressions;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Nginx;

/// <summary>wrk, running.</summary>
internal sealed partial class Load : IDisposable
{
    private readonly BackgroundProcess _process;

    /// <summary>Starts it with a new connection for each request: one that is reused may close just as a request is on its way.</summary>
    public Load(int port, TimeSpan duration, int connections = 8)
    {
        string seconds = duration.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + "s";
        _process = new BackgroundProcess(
            "wrk",
            ["-t", "1", "-c", connections.ToString(CultureInfo.InvariantCulture), "-d", seconds, "-H", "Connection: close", $"http://127.0.0.1:{port}/"]);
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>Waits for its end: requests that were answered, those answered with an error status, and those without an answer.</summary>
    public async Task<(long Requests, long BadStatus, long Lost)> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForLineAsync("requests in", TimeSpan.FromSeconds(60), cancellationToken);
        await Eventually.TrueAsync(() => _process.HasExited, LocalNginx.Patience, () => _process.Log, cancellationToken);
        string log = _process.Log;
        long lost = SocketErrors().Match(log) is { Success: true } errors
            ? Enumerable.Range(1, 4).Sum(i => long.Parse(errors.Groups[i].ValueSpan, CultureInfo.InvariantCulture))
            : 0;
        long bad = BadStatus().Match(log) is { Success: true } match ? long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return (long.Parse(Total().Match(log).Groups[1].ValueSpan, CultureInfo.InvariantCulture), bad, lost);
    }

    public void Dispose() => _process.Dispose();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Total();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")]
    private static partial Regex SocketErrors();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex BadStatus();
}
