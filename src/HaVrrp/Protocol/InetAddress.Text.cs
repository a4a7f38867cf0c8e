using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace NginxHa.Vrrp.Protocol;

public readonly partial struct InetAddress
{
    private const int LongestText = 45;

    /// <summary>Reads an address from text.</summary>
    /// <param name="text">As for <see cref="TryParse(string?, out InetAddress)"/>.</param>
    /// <exception cref="FormatException">Not an address.</exception>
    public static InetAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out InetAddress address)
            ? address
            : throw new FormatException($"'{text}' is not an IPv4 address (four decimal numbers from 0 to 255) or an IPv6 address.");
    }

    /// <summary>
    /// Reads an address from text: IPv4 as four decimal numbers (no short, octal or hexadecimal forms, which other
    /// programs read differently), IPv6 as RFC 4291 section 2.2 says, with a scope (<c>%eth0</c>) read over.
    /// </summary>
    /// <param name="text">The text, without blanks, brackets or prefix length.</param>
    /// <param name="address">The address, or the default value.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out InetAddress address)
    {
        address = default;
        return text is not null && TryParse(text.AsSpan(), out address);
    }

    /// <inheritdoc cref="TryParse(string?, out InetAddress)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out InetAddress address)
    {
        address = default;
        if (!text.Contains(':'))
        {
            return TryParseIPv4(text, out address);
        }

        int scope = text.IndexOf('%');
        if (scope >= 0)
        {
            if (scope == text.Length - 1)
            {
                return false;
            }

            text = text[..scope];
        }

        // The framework also takes [::1]:80 and 1::2/64; neither is an address.
        if (text.ContainsAny("[]/")
            || !IPAddress.TryParse(text, out IPAddress? parsed)
            || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        address = FromIPAddress(parsed);
        return true;
    }

    /// <summary>The canonical text: dotted decimal, or RFC 5952. Empty for the default value.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[LongestText];
        TryFormat(text, out int written);
        return new string(text[..written]);
    }

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Writes the canonical text.</summary>
    /// <param name="destination">Where to write; 45 characters are always enough.</param>
    /// <param name="charsWritten">Characters written.</param>
    /// <param name="format">Not used.</param>
    /// <param name="provider">Not used.</param>
    /// <returns>False if there is no room.</returns>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        Span<char> text = stackalloc char[LongestText];
        int length = _version switch
        {
            Version.IPv4 => FormatIPv4(IPv4Value, text),
            Version.IPv6 => FormatIPv6(text),
            _ => 0,
        };
        bool fits = text[..length].TryCopyTo(destination);
        charsWritten = fits ? length : 0;
        return fits;
    }

    private static bool TryParseIPv4(ReadOnlySpan<char> text, out InetAddress address)
    {
        address = default;
        uint value = 0;
        for (int part = 0; part < IPv4Length; part++)
        {
            int digits = 0;
            uint number = 0;
            while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                // 010 is eight to some programs and ten to others.
                if (digits == 3 || (digits == 1 && number == 0))
                {
                    return false;
                }

                number = (number * 10) + (uint)(text[digits] - '0');
                digits++;
            }

            if (digits == 0 || number > byte.MaxValue)
            {
                return false;
            }

            value = (value << 8) | number;
            text = text[digits..];
            if (part < IPv4Length - 1)
            {
                if (text.IsEmpty || text[0] != '.')
                {
                    return false;
                }

                text = text[1..];
            }
        }

        if (!text.IsEmpty)
        {
            return false;
        }

        address = FromIPv4(value);
        return true;
    }

    private static int FormatIPv4(uint value, Span<char> text)
    {
        int length = 0;
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            ((byte)(value >> shift)).TryFormat(text[length..], out int written);
            length += written;
            if (shift > 0)
            {
                text[length++] = '.';
            }
        }

        return length;
    }

    private int FormatIPv6(Span<char> text)
    {
        // An IPv4 address mapped into IPv6 is shown as one (RFC 5952 section 5).
        if (_value >> 32 == 0xFFFF)
        {
            "::ffff:".CopyTo(text);
            return 7 + FormatIPv4((uint)_value, text[7..]);
        }

        (int zeros, int zerosEnd) = FindLongestZeroRun();
        int length = 0;
        for (int i = 0; i < 8; i++)
        {
            if (i == zeros)
            {
                text[length++] = ':';
                text[length++] = ':';
                i = zerosEnd - 1;
                continue;
            }

            if (i > 0 && i != zerosEnd)
            {
                text[length++] = ':';
            }

            Group(i).TryFormat(text[length..], out int written, "x");
            length += written;
        }

        return length;
    }

    /// <summary>First of the longest runs of at least two zero groups (RFC 5952 section 4.2), as [start, end); (-1, -1) if none.</summary>
    private (int Start, int End) FindLongestZeroRun()
    {
        (int start, int end) = (-1, -1);
        int i = 0;
        while (i < 8)
        {
            int run = i;
            while (run < 8 && Group(run) == 0)
            {
                run++;
            }

            if (run - i > Math.Max(1, end - start))
            {
                (start, end) = (i, run);
            }

            i = Math.Max(run, i + 1);
        }

        return (start, end);
    }

    private ushort Group(int index) => (ushort)(_value >> (112 - (16 * index)));
}
