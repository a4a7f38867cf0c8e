using System.Globalization;
using ScottPlot;

namespace NginxHa.Bench.Nginx;

/// <summary>Measurements over a size, each with the straight line through them: whether growth is linear can be seen.</summary>
internal static class LinearPlot
{
    public static void Save(Report report, string path, string title, string size, List<double> xs, params (string Name, List<double> Values)[] series)
    {
        using var plot = new Plot();
        foreach ((string name, List<double> values) in series)
        {
            (double slope, double offset, double fit) = Line(xs, values);
            var points = plot.Add.Scatter(xs.ToArray(), values.ToArray());
            points.LineWidth = 0;
            points.MarkerSize = 9;
            points.LegendText = string.Create(CultureInfo.InvariantCulture, $"{name}, r² = {fit:0.0000}");
            var line = plot.Add.Scatter(new[] { 0, xs[^1] }, new[] { offset, offset + (slope * xs[^1]) });
            line.MarkerSize = 0;
            line.Color = points.Color;
            report.Format($"- {title}, {name}: {offset:0.0} + {slope:0.000} x, r² = {fit:0.0000}");
        }

        plot.Title(title);
        plot.XLabel(size);
        plot.Axes.SetLimitsX(0, xs[^1] * 1.05);
        plot.Axes.SetLimitsY(0, series.Max(s => s.Values.Max()) * 1.15);
        plot.ShowLegend(Alignment.UpperLeft);
        plot.SaveSvg(path, 720, 420);
    }

    /// <summary>Least squares, and the share of the variation that the line explains.</summary>
    private static (double Slope, double Offset, double Fit) Line(List<double> xs, List<double> ys)
    {
        double meanX = xs.Average();
        double meanY = ys.Average();
        double slope = xs.Zip(ys, (x, y) => (x - meanX) * (y - meanY)).Sum() / xs.Sum(x => (x - meanX) * (x - meanX));
        double offset = meanY - (slope * meanX);
        double rest = xs.Zip(ys, (x, y) => Math.Pow(y - offset - (slope * x), 2)).Sum();
        return (slope, offset, 1 - (rest / ys.Sum(y => Math.Pow(y - meanY, 2))));
    }
}
