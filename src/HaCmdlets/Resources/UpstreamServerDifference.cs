using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Resources;

/// <summary>What of a server is another than declared.</summary>
internal static class UpstreamServerDifference
{
    /// <summary>The differences; a "down" that the health monitor wrote is the monitor's, unless Down is declared true.</summary>
    public static IEnumerable<(string Property, string Actual, string Declared)> Of(UpstreamServer server, UpstreamServerSettings declared)
    {
        bool down = server.Down && (server.DownOrigin != DownOrigin.Monitor || declared.Down == true);
        (string Property, object? Actual, object? Declared)[] pairs =
        [
            (nameof(server.Weight), server.Weight, declared.Weight),
            (nameof(server.MaxFails), server.MaxFails, declared.MaxFails),
            (nameof(server.FailTimeout), server.FailTimeout, declared.FailTimeout),
            (nameof(server.MaxConns), server.MaxConns, declared.MaxConns),
            (nameof(server.SlowStart), server.SlowStart ?? TimeSpan.Zero, declared.SlowStart),
            (nameof(server.Backup), server.Backup, declared.Backup),
            (nameof(server.Down), down, declared.Down),
            (nameof(server.Resolve), server.Resolve, declared.Resolve),
        ];
        return pairs
            .Where(pair => pair.Declared is not null && !pair.Declared.Equals(pair.Actual))
            .Select(pair => (pair.Property, Text(pair.Actual), Text(pair.Declared)));
    }

    private static string Text(object? value) => value is TimeSpan time ? NginxTime.Format(time) : FormattableString.Invariant($"{value}");
}
