using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using NginxHa.Nginx.Health;
using NginxHa.Topology.Keepalived.Importing;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>Shapes of single values.</summary>
internal static class ValueShapes
{
    private const string HexPrefix = "hex:";
    private const string BytesAllowed = "a text, or 'hex:' and an even number of hexadecimal digits";

    public static SwitchShape Switch { get; } = new();

    public static Shape<IPAddress> Address { get; } = new TextShape<IPAddress>(
        "an IPv4 or IPv6 address", ValueReader.TryParseAddress, address => address.ToString());

    public static Shape<IpNetwork> Network { get; } = new TextShape<IpNetwork>(IpNetwork.Allowed, IpNetwork.TryParse, network => network.ToString());

    public static Shape<Uri> HttpUri { get; } = new TextShape<Uri>(
        "an absolute http or https URL", TryParseUri, uri => uri.OriginalString, new JObject { ["format"] = "uri" });

    /// <summary>Absolute path, on Unix or Windows, wherever the document is read.</summary>
    public static Shape<string> AbsolutePath { get; } = new TextShape<string>(
        "an absolute path", (string text, out string value) => (value = text).Length > 1 && (text[0] == '/' || (text.Length > 3 && char.IsAsciiLetter(text[0]) && text[1] == ':' && text[2] == '\\')), text => text);

    /// <summary>Text in UTF-8, or bytes as <c>hex:</c> and hexadecimal digits.</summary>
    public static Shape<ReadOnlyMemory<byte>> Secret { get; } = new TextShape<ReadOnlyMemory<byte>>(
        BytesAllowed, TryParseBytes, FormatBytes, isSecret: true);

    /// <summary>The same for what is no secret: messages may show it.</summary>
    public static Shape<ReadOnlyMemory<byte>> Bytes { get; } = new TextShape<ReadOnlyMemory<byte>>(BytesAllowed, TryParseBytes, FormatBytes);

    /// <summary>A regular expression of .NET.</summary>
    public static Shape<Regex> Pattern { get; } = new TextShape<Regex>(
        "a regular expression of .NET", (string text, out Regex value) => MatchPattern.TryParse(text, out value!, out _), pattern => pattern.ToString(), new JObject { ["format"] = "regex" });

    public static Shape<string> Text(int minimum, int maximum) => new TextShape<string>(
        $"a text of {minimum} to {maximum} characters without control characters",
        (string text, out string value) => (value = text).Length >= minimum && text.Length <= maximum && !text.Any(char.IsControl),
        text => text,
        new JObject { ["minLength"] = minimum, ["maxLength"] = maximum });

    public static Shape<int> Whole(int minimum, int maximum) => new NumberShape<int>(minimum, maximum, 0, string.Empty, number => (int)number, value => value);

    public static Shape<byte> Byte(byte minimum, byte maximum = byte.MaxValue) => new NumberShape<byte>(minimum, maximum, 0, string.Empty, number => (byte)number, value => value);

    public static Shape<uint> UnsignedWhole(uint minimum) => new NumberShape<uint>(minimum, uint.MaxValue, 0, string.Empty, number => (uint)number, value => value);

    /// <summary>Seconds with up to six decimals.</summary>
    public static Shape<TimeSpan> Seconds(decimal minimum, decimal maximum) => new NumberShape<TimeSpan>(
        minimum, maximum, 6, " seconds", number => TimeSpan.FromTicks((long)(number * TimeSpan.TicksPerSecond)), time => (decimal)time.Ticks / TimeSpan.TicksPerSecond);

    public static ListShape<T> ListOf<T>(Shape<T> item) => new(item);

    public static OptionalShape<T> OrNull<T>(Shape<T> shape)
        where T : class => new(shape);

    public static OptionalValueShape<T> OrNothing<T>(Shape<T> shape)
        where T : struct => new(shape);

    private static bool TryParseUri(string text, out Uri uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri!) && uri.Scheme is "http" or "https" && uri is not null;

    /// <summary>A text in UTF-8, or bytes as <c>hex:</c> and hexadecimal digits.</summary>
    internal static bool TryParseBytes(string text, out ReadOnlyMemory<byte> secret)
    {
        if (!text.StartsWith(HexPrefix, StringComparison.Ordinal))
        {
            secret = Encoding.UTF8.GetBytes(text);
            return true;
        }

        string digits = text[HexPrefix.Length..];
        bool valid = digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit);
        secret = valid ? Convert.FromHexString(digits) : default;
        return valid;
    }

    private static string FormatBytes(ReadOnlyMemory<byte> secret)
    {
        string text = Encoding.UTF8.GetString(secret.Span);
        bool isText = !text.StartsWith(HexPrefix, StringComparison.Ordinal)
            && !text.Any(char.IsControl)
            && Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(secret.Span);
        return isText ? text : HexPrefix + Convert.ToHexString(secret.Span);
    }
}
