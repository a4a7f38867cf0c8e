using System.Globalization;
using System.Text;

namespace NginxHa.Bench.Nginx;

/// <summary>The report in Markdown: shown as it grows, and written when all of it is there.</summary>
internal sealed class Report
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds a line with numbers in it.</summary>
    public void Format(FormattableString line) => Line(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a line, or several in one text.</summary>
    public void Line(string line = "")
    {
        _text.Append(line).Append('\n');
        Console.WriteLine(line);
    }

    /// <summary>What was measured on: nothing of it is in the figures, all of it is behind them.</summary>
    public void Head()
    {
        string load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
        Format($"""
            # nginx: reading large configurations, asking many servers

            `dotnet run -c Release --project bench/Nginx -- all bench/Nginx` writes this; it ends with 1 when a bound is not held: 0.5 s and
            200 MiB for 20 MB of configuration, 2 s for 5,000 servers. {Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.OSDescription},
            {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}. Each line is the median of five fresh processes, so starting the run time's compiler is in
            every figure. Measured {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC; load average before: {load}.

            """);
    }

    /// <summary>Writes what there is.</summary>
    public void Save(string path) => File.WriteAllText(path, _text.ToString().TrimEnd('\n') + "\n");
}
