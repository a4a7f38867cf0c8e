using System.Globalization;
using System.Text;
using NginxHa.Bench.Vrrp.Measuring;

namespace NginxHa.Bench.Vrrp.Results;

/// <summary>Writes RESULTS.md: all ratios, what is missed and why, each part with its conditions, and the nginx bench behind it.</summary>
internal sealed class ResultsFile(Bench bench, Notes notes, string folder)
{
    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        ["gap"] = "Failover gap", ["cpu"] = "Processor and memory", ["start"] = "Start and reload", ["scale"] = "Scale", ["jitter"] = "Jitter",
    };

    /// <summary>Writes the file and its plots.</summary>
    /// <param name="parts">What was measured.</param>
    /// <param name="nginx">Report of the nginx bench, or null.</param>
    public void Write(IReadOnlyList<PartResult> parts, string? nginx)
    {
        Directory.CreateDirectory(folder);
        Measure[] all = [.. parts.SelectMany(part => part.Measures)];
        Plots.SaveRatios(Path.Combine(folder, "ratios.svg"), all);
        StringBuilder text = new();
        Head(text, all);
        Missed(text, [.. all.Where(measure => measure.HasTarget && new RatioSummary(measure).Verdict == Verdict.Missed)]);
        foreach (PartResult part in parts)
        {
            Part(text, part);
        }

        if (nginx is not null)
        {
            text.Append('\n').Append(nginx.Replace("\n#", "\n##", StringComparison.Ordinal).Insert(0, "#").Replace("](nginx-", "](Nginx/nginx-", StringComparison.Ordinal));
        }

        File.WriteAllText(Path.Combine(folder, "RESULTS.md"), text.ToString());
    }

    private static string Number(double value) => value switch
    {
        double.NaN => "-",
        0 => "0",
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    private static string Ratio(double value) => double.IsFinite(value) ? value.ToString("0.00", CultureInfo.InvariantCulture) : "-";

    private static string Range(IReadOnlyList<double> values, string unit) =>
        $"{Number(Percentiles.Median(values))} ({Number(values.Min())}-{Number(values.Max())}){(unit.Length > 0 ? " " + unit : "")}";

    private static void Table(StringBuilder text, IEnumerable<Measure> measures)
    {
        text.Append("| measured | NginxHa | keepalived | ratio min | median | max | runs | target |\n|---|---:|---:|---:|---:|---:|---:|---|\n");
        foreach (Measure measure in measures)
        {
            RatioSummary ratio = new(measure);
            string target = !measure.HasTarget ? "" : (measure.MoreIsBetter ? ">= 1.0 " : "<= 1.0 ") + (ratio.Verdict == Verdict.Missed ? "**missed**" : ratio.Verdict == Verdict.Met ? "met" : "level");
            text.Append(CultureInfo.InvariantCulture, $"| {measure.What} | {Range(measure.Ours, measure.Unit)} | {Range(measure.Theirs, measure.Unit)} | {Ratio(ratio.Minimum)} | {Ratio(ratio.Median)} | {Ratio(ratio.Maximum)} | {measure.Ours.Count} | {target} |\n");
        }

        text.Append('\n');
    }

    private void Head(StringBuilder text, Measure[] all)
    {
        Dictionary<Verdict, int> verdicts = all.Where(measure => measure.HasTarget).CountBy(measure => new RatioSummary(measure).Verdict).ToDictionary();
        text.Append(CultureInfo.InvariantCulture, $"""
            # NginxHa beside keepalived

            `bench/run` writes this file. Ours: {bench.Ours.Describe()}, the native agent. Theirs: {bench.Theirs.Describe()}, as
            packaged. {Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.OSDescription};
            network namespaces on one machine. Both get the same options; what is not named stays at each one's default. keepalived
            runs its VRRP part alone (`--vrrp`). Values are medians with their range; a ratio is ours divided by theirs in one run,
            and a target is judged by the median of the ratios: met, level (runs on both sides of 1.0 and a median of at most
            {RatioSummary.LevelUpTo:0.00}: two equals are that far apart by chance) or missed.

            Of {verdicts.Values.Sum()} targets {verdicts.GetValueOrDefault(Verdict.Met)} are met, {verdicts.GetValueOrDefault(Verdict.Level)} level, {verdicts.GetValueOrDefault(Verdict.Missed)} missed.

            ![All ratios](ratios.svg)


            """);
    }

    private void Missed(StringBuilder text, Measure[] missed)
    {
        if (missed.Length == 0)
        {
            return;
        }

        text.Append("## Where a target is missed\n\n");
        foreach (IGrouping<string, Measure> reason in missed.GroupBy(measure => notes.For(measure.Key) ?? "No reason is written down yet."))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {string.Join("; ", reason.Select(measure => $"{measure.What} ({Ratio(new RatioSummary(measure).Median)})"))}: {reason.Key}\n");
        }

        text.Append('\n');
    }

    private void Part(StringBuilder text, PartResult part)
    {
        text.Append(CultureInfo.InvariantCulture, $"## {Titles[part.Part]}\n\n{part.Conditions}\nMeasured {part.Time:yyyy-MM-dd HH:mm} UTC; load average before: {part.LoadBefore:0.0}.\n\n");
        Table(text, part.Measures);
        if (part.Remarks.Count > 0)
        {
            text.Append(string.Join('\n', part.Remarks)).Append("\n\n");
        }

        if (part.Measures.Any(measure => measure.Ours.Count > 1))
        {
            foreach (IGrouping<string, Measure> unit in part.Measures.Where(measure => measure.Unit.Length > 0 && measure.HasTarget).GroupBy(measure => measure.Unit))
            {
                string name = $"{part.Part}-{unit.Key.Replace("/", "-", StringComparison.Ordinal)}.svg";
                Plots.SaveValues(Path.Combine(folder, name), Titles[part.Part], unit.Key, [.. unit], isLogarithmic: part.Part != "gap");
                text.Append(CultureInfo.InvariantCulture, $"![{Titles[part.Part]}, {unit.Key}]({name})\n\n");
            }
        }
    }
}
