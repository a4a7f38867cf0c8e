using System.Globalization;
using System.Net;
using NginxHa.Topology.Keepalived.Importing;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>An address with a prefix length, as one text.</summary>
internal readonly record struct IpNetwork(IPAddress Address, byte PrefixLength)
{
    public const string Allowed = "an IPv4 or IPv6 address with or without a prefix length";

    public static IpNetwork? Of(IPAddress? address, byte prefixLength) => address is null ? null : new IpNetwork(address, prefixLength);

    public static bool TryParse(string text, out IpNetwork network)
    {
        bool valid = ValueReader.TryParseNetwork(text, out IPAddress address, out byte prefixLength);
        network = valid ? new IpNetwork(address, prefixLength) : default;
        return valid;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{PrefixLength}");
}
