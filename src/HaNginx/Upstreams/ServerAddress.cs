using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace NginxHa.Nginx.Upstreams;

/// <summary>Where a server is: a host with a port, or a UNIX socket. Written as nginx writes it.</summary>
/// <param name="Host">Name or address without brackets; empty for a UNIX socket.</param>
/// <param name="Port">Port; null when none is given.</param>
/// <param name="UnixSocket">Path of the socket; null for a host.</param>
public sealed record ServerAddress(string Host, int? Port, string? UnixSocket)
{
    /// <summary>What stands before the path of a UNIX socket.</summary>
    private const string UnixPrefix = "unix:";

    private static readonly SearchValues<char> NotInHost = SearchValues.Create(" \t\r\n/;{}\"'\\#");

    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "HOST, HOST:PORT, [IPV6]:PORT or unix:PATH, the port from 1 to 65535";

    /// <summary>Whether the host is a name that has to be looked up.</summary>
    public bool IsName => UnixSocket is null && !IPAddress.TryParse(Host, out _);

    /// <summary>Reads an address.</summary>
    /// <param name="text">As in "server" of an upstream.</param>
    /// <param name="address">The address.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ServerAddress? address)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        if (text.StartsWith(UnixPrefix, StringComparison.OrdinalIgnoreCase))
        {
            string path = text[UnixPrefix.Length..];
            address = path.Length > 0 ? new ServerAddress(string.Empty, null, path) : null;
            return address is not null;
        }

        string host = text;
        string? port = null;
        if (text[0] == '[')
        {
            int close = text.IndexOf(']', StringComparison.Ordinal);
            if (close < 0 || !IPAddress.TryParse(text.AsSpan(1, close - 1), out _) || (close + 1 < text.Length && text[close + 1] != ':'))
            {
                return false;
            }

            host = text[1..close];
            port = close + 1 < text.Length ? text[(close + 2)..] : null;
        }
        else if (text.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0)
        {
            host = text[..colon];
            port = text[(colon + 1)..];
        }

        int number = 0;
        if (host.Length == 0 || host.AsSpan().IndexOfAny(NotInHost) >= 0
            || (port is not null && (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > 65535)))
        {
            return false;
        }

        address = new ServerAddress(host, port is null ? null : number, null);
        return true;
    }

    /// <summary>The form of nginx.conf.</summary>
    public override string ToString()
    {
        if (UnixSocket is not null)
        {
            return UnixPrefix + UnixSocket;
        }

        string host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{host}:{port}") : host;
    }
}
