using ScottPlot;

namespace NginxHa.Bench.Vrrp.Results;

/// <summary>Pictures of the results, as SVG.</summary>
internal static class Plots
{
    private const double Smallest = 0.01;

    /// <summary>Every ratio with its range, on a logarithmic scale around 1.</summary>
    public static void SaveRatios(string path, IReadOnlyList<Measure> measures)
    {
        using Plot plot = new();
        Measure[] shown = [.. measures.Where(measure => measure.HasTarget && measure.Ratios.All(double.IsFinite)).Reverse()];
        for (int row = 0; row < shown.Length; row++)
        {
            double[] ratios = [.. shown[row].Ratios.Select(ratio => Math.Log10(Math.Max(ratio, Smallest)))];
            Color color = new RatioSummary(shown[row]).Verdict == Verdict.Missed ? Colors.OrangeRed : Colors.Green;
            var range = plot.Add.Line(ratios.Min(), row, ratios.Max(), row);
            range.LineWidth = 3;
            range.Color = color.WithAlpha(0.5);
            var middle = plot.Add.Marker(Measuring.Percentiles.Median(ratios), row, MarkerShape.FilledCircle, 9);
            middle.Color = color;
        }

        var even = plot.Add.VerticalLine(0);
        even.LinePattern = LinePattern.Dashed;
        even.Color = Colors.Black;
        double[] ticks = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20];
        plot.Axes.Bottom.SetTicks([.. ticks.Select(tick => Math.Log10(tick))], [.. ticks.Select(tick => tick.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        plot.Axes.Left.SetTicks([.. Enumerable.Range(0, shown.Length).Select(row => (double)row)], [.. shown.Select(measure => measure.What)]);
        plot.Axes.SetLimitsY(-0.7, shown.Length - 0.3);
        plot.Title("NginxHa / keepalived: median and range of the ratio, run by run");
        plot.XLabel("ratio (left of the line is less)");
        plot.SaveSvg(path, 900, 120 + (22 * shown.Length));
    }

    /// <summary>Values of both, a pair of groups a measure.</summary>
    public static void SaveValues(string path, string title, string axis, IReadOnlyList<Measure> measures, bool isLogarithmic)
    {
        using Plot plot = new();
        foreach ((string name, double shift, Color color, Func<Measure, List<double>> values) in new (string, double, Color, Func<Measure, List<double>>)[]
        {
            ("NginxHa", -0.12, Colors.C0, measure => measure.Ours), ("keepalived", 0.12, Colors.C1, measure => measure.Theirs),
        })
        {
            (double X, double Y)[] points = [.. measures.SelectMany((measure, index) => values(measure).Where(double.IsFinite).Select(value => (index + shift, isLogarithmic ? Math.Log10(Math.Max(value, 1e-4)) : value)))];
            var scatter = plot.Add.ScatterPoints(points.Select(point => point.X).ToArray(), points.Select(point => point.Y).ToArray());
            scatter.MarkerSize = 7;
            scatter.Color = color.WithAlpha(0.7);
            scatter.LegendText = name;
        }

        plot.Axes.Bottom.SetTicks([.. Enumerable.Range(0, measures.Count).Select(index => (double)index)], [.. measures.Select(measure => measure.What.Replace(", ", "\n", StringComparison.Ordinal))]);
        if (isLogarithmic)
        {
            double[] ticks = [.. Enumerable.Range(-4, 10).Select(power => Math.Pow(10, power))];
            plot.Axes.Left.SetTicks([.. ticks.Select(tick => Math.Log10(tick))], [.. ticks.Select(tick => tick.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture))]);
        }

        plot.Axes.Margins(0.05, 0.15);
        plot.Title(title);
        plot.YLabel(axis);
        plot.ShowLegend(Alignment.UpperRight);
        plot.SaveSvg(path, Math.Max(720, 110 * measures.Count), 420);
    }
}
