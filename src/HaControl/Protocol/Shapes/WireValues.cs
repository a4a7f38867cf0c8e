using System.Globalization;
using System.Net;
using NginxHa.Topology.Document.Shapes;

namespace NginxHa.Control.Protocol;

/// <summary>Shapes of single values that only the protocol has.</summary>
internal static class WireValues
{
    private const int DecimalsOfTicks = 7;

    /// <summary>Any text: what an agent says for people is not refused for its form.</summary>
    public static Shape<string> Text { get; } = new TextShape<string>("a text", static (string text, out string value) => (value = text) is not null, static text => text);

    /// <summary>A moment in ISO 8601 with its offset.</summary>
    public static Shape<DateTimeOffset> Moment { get; } = new TextShape<DateTimeOffset>(
        "a moment in ISO 8601",
        static (string text, out DateTimeOffset value) => DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out value),
        static moment => moment.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>Seconds, as exact as the clock.</summary>
    public static Shape<TimeSpan> Duration { get; } = new NumberShape<TimeSpan>(
        0, long.MaxValue / TimeSpan.TicksPerSecond, DecimalsOfTicks, " seconds", static number => TimeSpan.FromTicks((long)(number * TimeSpan.TicksPerSecond)), static time => (decimal)time.Ticks / TimeSpan.TicksPerSecond);

    public static Shape<long> Count { get; } = new NumberShape<long>(0, long.MaxValue, 0, string.Empty, static number => (long)number, static value => value);

    public static Shape<int> Whole { get; } = new NumberShape<int>(int.MinValue, int.MaxValue, 0, string.Empty, static number => (int)number, static value => value);

    public static Shape<IPEndPoint> EndPoint { get; } = new TextShape<IPEndPoint>(
        "an address and a port", static (string text, out IPEndPoint value) => IPEndPoint.TryParse(text, out value!), static endPoint => endPoint.ToString());

    /// <summary>A value of an enumeration by its name.</summary>
    public static Shape<T> Name<T>()
        where T : struct, Enum => new ChoiceShape<T>([.. Enum.GetValues<T>().Select(static value => (value.ToString(), value))]);
}
