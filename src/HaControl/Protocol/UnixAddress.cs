using System.Net.Sockets;

namespace NginxHa.Control.Protocol;

/// <summary>Addresses of Unix sockets.</summary>
internal static class UnixAddress
{
    /// <summary>The address of a path.</summary>
    /// <exception cref="IOException">The path is longer than an address can hold (108 bytes with the closing zero).</exception>
    public static UnixDomainSocketEndPoint Of(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException)
        {
            throw new IOException($"'{path}' is too long for a socket: 107 bytes are allowed, and 97 for that of an agent.");
        }
    }
}
