using System.Diagnostics;
using System.Globalization;
using NginxHa.Nginx.Health;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Bench.Nginx;

/// <summary>Asking 5,000 loopback servers in one call, from a fresh process; the servers are another one.</summary>
internal static class ProbeBench
{
    private const int Full = 5000;
    private const int Port = 18090;
    private const int Runs = 5;

    /// <summary>The process that is measured: seconds, healthy servers, MiB.</summary>
    public static int Ask(string kind, int count, int port)
    {
        HealthTarget[] targets = [.. Enumerable.Range(0, count).Select(i => new HealthTarget(new ServerAddress(LoopbackServers.Address(i).ToString(), port, null)))];
        var check = new HealthCheck { Kind = Enum.Parse<HealthCheckKind>(kind), Timeout = TimeSpan.FromSeconds(5) };
        long began = Stopwatch.GetTimestamp();
        int healthy = AskAsync(targets, check).GetAwaiter().GetResult();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(began).TotalSeconds} {healthy} {Child.PeakMemory()}"));
        return 0;
    }

    public static int Run(string output, Report report)
    {
        using Process servers = Child.Start("serve", $"{Full}", $"{Port}");
        try
        {
            if (servers.StandardOutput.ReadLine() != "ready")
            {
                throw new InvalidOperationException("the servers did not start; is the limit of open files above 6000?");
            }

            return Measure(output, report);
        }
        finally
        {
            servers.StandardInput.Close();
            servers.WaitForExit();
        }
    }

    private static int Measure(string output, Report report)
    {
        bool fast = true;
        report.Line("""
            ## Asking

            Servers on loopback, each on an address of its own, in another process; one call asks them all, 256 at once.

            """);
        report.Line("| check | servers | healthy | time (s) | servers a second | peak (MiB) |");
        report.Line("|---|---:|---:|---:|---:|---:|");
        var series = new List<(string, List<double>)>();
        var sizes = new List<double>();
        foreach (string kind in new[] { "Tcp", "Http" })
        {
            var times = new List<double>();
            sizes.Clear();
            foreach (int count in new[] { Full / 8, Full / 4, Full / 2, Full * 3 / 4, Full })
            {
                double[] run = Enumerable.Range(0, Runs)
                    .Select(_ => Array.ConvertAll(Child.Run("ask", kind, $"{count}", $"{Port}").Split(' '), text => double.Parse(text, CultureInfo.InvariantCulture)))
                    .OrderBy(r => r[0]).ElementAt(Runs / 2);
                report.Format($"| {kind} | {count} | {run[1]:0} | {run[0]:0.000} | {count / run[0]:0} | {run[2]:0} |");
                fast &= run[1] == count && (count < Full || run[0] < 2);
                sizes.Add(count);
                times.Add(run[0] * 1000);
            }

            series.Add(($"{kind} (ms)", times));
        }

        report.Line();
        LinearPlot.Save(report, Path.Combine(output, "nginx-probe.svg"), "Asking loopback servers", "servers", sizes, [.. series]);
        report.Line();
        report.Line("![Time over number of servers](nginx-probe.svg)");
        return fast ? 0 : 1;
    }

    private static async Task<int> AskAsync(HealthTarget[] targets, HealthCheck check)
    {
        int healthy = 0;
        await foreach (HealthResult result in new HealthProber().ProbeAllAsync(targets, check).ConfigureAwait(false))
        {
            healthy += result.Healthy ? 1 : 0;
        }

        return healthy;
    }
}
