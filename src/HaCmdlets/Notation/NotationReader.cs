using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Cmdlets.Notation;

/// <summary>Reads the words of a line as <c>ip</c> and keepalived.conf write addresses, routes and rules.</summary>
/// <param name="text">The line.</param>
/// <param name="what">What it is, for messages: "virtual IP".</param>
internal sealed class NotationReader(string text, string what)
{
    private readonly string[] _words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    private int _next;

    /// <summary>Takes the next word if there is one.</summary>
    public bool TryTake([NotNullWhen(true)] out string? word)
    {
        word = _next < _words.Length ? _words[_next++] : null;
        return word is not null;
    }

    /// <summary>Takes the next word if it is the one given.</summary>
    public bool TryTake(string word)
    {
        bool isIt = _next < _words.Length && _words[_next] == word;
        _next += isIt ? 1 : 0;
        return isIt;
    }

    /// <summary>The value of a keyword.</summary>
    public string Value(string keyword) =>
        TryTake(out string? value) ? value : throw Error($"'{keyword}' needs a value");

    /// <summary>A whole number.</summary>
    public uint Number(string keyword, uint lowest = 0, uint highest = uint.MaxValue)
    {
        string value = Value(keyword);
        bool isHex = value.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool isNumber = isHex
            ? uint.TryParse(value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint number)
            : uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        return isNumber && number >= lowest && number <= highest
            ? number
            : throw Error($"{keyword} is '{value}'; allowed is a whole number from {lowest} to {highest}");
    }

    /// <summary>A routing table: a number, or one of the three that every system has.</summary>
    public uint Table(string keyword)
    {
        uint? known = (_next < _words.Length ? _words[_next] : null) switch
        {
            "main" => 254,
            "default" => 253,
            "local" => 255,
            _ => null,
        };
        if (known is not { } table)
        {
            return Number(keyword, 1);
        }

        _next++;
        return table;
    }

    /// <summary>An address.</summary>
    public IPAddress Address(string keyword)
    {
        string value = Value(keyword);
        return InetAddress.TryParse(value, out InetAddress address)
            ? address.ToIPAddress()
            : throw Error($"{keyword} is '{value}'; allowed is an IPv4 or IPv6 address");
    }

    /// <summary>An address with an optional prefix length (or IPv4 netmask) after a slash.</summary>
    public (IPAddress Address, byte? PrefixLength) Prefix(string word, string keyword)
    {
        int slash = word.IndexOf('/', StringComparison.Ordinal);
        string host = slash < 0 ? word : word[..slash];
        if (!InetAddress.TryParse(host, out InetAddress address))
        {
            throw Error($"{keyword} is '{word}'; allowed is an IPv4 or IPv6 address, with a prefix length such as /24 where it needs one");
        }

        if (slash < 0)
        {
            return (address.ToIPAddress(), null);
        }

        string length = word[(slash + 1)..];
        if (byte.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out byte bits) && bits <= address.MaximumPrefixLength)
        {
            return (address.ToIPAddress(), bits);
        }

        return address.IsIPv4 && InetAddress.TryParse(length, out InetAddress mask) && mask.IsIPv4 && TryPrefixOf(mask.ToUInt32(), out bits)
            ? (address.ToIPAddress(), bits)
            : throw Error($"the prefix length of {keyword} is '{length}'; allowed is 0 to {address.MaximumPrefixLength}");
    }

    /// <summary>The prefix length that means one host.</summary>
    public static byte FullLength(IPAddress address) => (byte)(address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);

    /// <summary>Refuses a word that is not known.</summary>
    public FormatException Unknown(string word, string allowed) => Error($"'{word}' is not understood; allowed are {allowed}");

    /// <summary>An error about the whole line.</summary>
    public FormatException Error(string reason) => new($"The {what} '{text}' cannot be read: {reason}.");

    private static bool TryPrefixOf(uint mask, out byte length)
    {
        length = (byte)System.Numerics.BitOperations.PopCount(mask);
        return mask == (length == 0 ? 0 : uint.MaxValue << (32 - length));
    }
}
