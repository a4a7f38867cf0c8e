using System.Diagnostics;
using System.Globalization;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Bench.Nginx;

/// <summary>Reading a configuration of 20 MB: time and memory of a fresh process, beside nginx and a reader in Python.</summary>
internal static class ParseBench
{
    private const int Full = 5000;
    private const int Runs = 5;

    /// <summary>The process that is measured: seconds to read, seconds until the upstreams are there too, MiB, directives, servers.</summary>
    public static int Read(string path)
    {
        long began = Stopwatch.GetTimestamp();
        var file = ConfigurationFile.Load(path);
        double read = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double memory = Child.PeakMemory();
        IReadOnlyList<Upstream> upstreams = UpstreamReader.Read(file);
        double all = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{read} {all} {memory} {Child.PeakMemory()} {file.Count} {upstreams.Sum(upstream => upstream.Servers.Count)}"));
        return 0;
    }

    public static int Run(string output, Report report)
    {
        string directory = Directory.CreateTempSubdirectory("nginx-bench-").FullName;
        try
        {
            return Run(output, Path.Combine(directory, "nginx.conf"), report);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static int Run(string output, string path, Report report)
    {
        var sizes = new List<double>();
        var times = new List<double>();
        var memories = new List<double>();
        double[] full = [];
        report.Line("""
            ## Reading

            A configuration as of a hosting company: 5,000 customers with an upstream of ten servers and a site each.

            """);
        report.Line("| upstreams | servers | MB | directives | read (s) | peak (MiB) | with upstream objects (s) | peak (MiB) |");
        report.Line("|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (int upstreams in new[] { Full / 8, Full / 4, Full / 2, Full * 3 / 4, Full })
        {
            ConfigurationWriter.Write(path, upstreams);
            double size = new FileInfo(path).Length / 1e6;
            full = Median(Enumerable.Range(0, Runs).Select(_ => Array.ConvertAll(
                Child.Run("read", path).Split(' '), text => double.Parse(text, CultureInfo.InvariantCulture))));
            report.Format($"| {upstreams} | {full[5]:0} | {size:0.0} | {full[4]:0} | {full[0]:0.000} | {full[2]:0} | {full[1]:0.000} | {full[3]:0} |");
            sizes.Add(size);
            times.Add(full[0] * 1000);
            memories.Add(full[2]);
        }

        report.Line();
        Peer(report, "nginx -t", Child.Time("nginx", "-t", "-c", path), full[0]);
        string python = Environment.GetEnvironmentVariable("BENCH_PYTHON") ?? "python3";
        Peer(report, "crossplane (Python)", Child.Time(python, "-c", "import crossplane, sys; crossplane.parse(sys.argv[1])", path), full[0]);
        LinearPlot.Save(report, Path.Combine(output, "nginx-parse.svg"), "Reading nginx.conf", "size (MB)", sizes, ("time (ms)", times), ("peak memory (MiB)", memories));
        report.Line();
        report.Line("![Time and memory over size](nginx-parse.svg)");
        return full[0] < 0.5 && full[2] < 200 ? 0 : 1;
    }

    private static void Peer(Report report, string name, double? seconds, double ours)
    {
        if (seconds is { } time)
        {
            report.Format($"- {name}: {time:0.00} s, {time / ours:0} times as long");
        }
        else
        {
            Console.WriteLine($"{name}: not here");
        }
    }

    /// <summary>The run whose time is in the middle.</summary>
    private static double[] Median(IEnumerable<double[]> runs)
    {
        double[][] ordered = [.. runs.OrderBy(run => run[0])];
        return ordered[ordered.Length / 2];
    }
}
