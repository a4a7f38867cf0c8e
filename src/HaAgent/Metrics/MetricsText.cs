using System.Globalization;
using System.Text;

namespace NginxHa.Agent.Metrics;

/// <summary>The text format of Prometheus, version 0.0.4: one family after the other, each with help, type and its samples.</summary>
internal sealed class MetricsText
{
    /// <summary>Content type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new(4096);

    /// <summary>Begins a family of values that only grow.</summary>
    public MetricsText Counter(string name, string help) => Family(name, "counter", help);

    /// <summary>Begins a family of values that go up and down.</summary>
    public MetricsText Gauge(string name, string help) => Family(name, "gauge", help);

    /// <summary>Adds a sample.</summary>
    /// <param name="name">Name of the family.</param>
    /// <param name="value">Its value.</param>
    /// <param name="labels">Names and values of labels, in turn.</param>
    public MetricsText Sample(string name, double value, params ReadOnlySpan<string> labels)
    {
        _text.Append(name);
        for (int i = 0; i < labels.Length; i += 2)
        {
            _text.Append(i == 0 ? '{' : ',').Append(labels[i]).Append("=\"");
            Escape(labels[i + 1]);
            _text.Append('"');
        }

        if (labels.Length > 0)
        {
            _text.Append('}');
        }

        _text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private MetricsText Family(string name, string type, string help)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    private void Escape(string value)
    {
        foreach (char c in value)
        {
            _ = c switch
            {
                '\\' => _text.Append(@"\\"),
                '"' => _text.Append("\\\""),
                '\n' => _text.Append("\\n"),
                _ => _text.Append(c),
            };
        }
    }
}
