using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Notation;

/// <summary>Reads a peer as keepalived's <c>unicast_peer</c> has it: <c>ADDRESS [min_ttl N] [max_ttl N]</c>.</summary>
internal static class UnicastPeerNotation
{
    /// <summary>Reads one.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It cannot be read; the message says which word and what is allowed.</exception>
    public static UnicastPeer Parse(string text)
    {
        var reader = new NotationReader(text, "unicast peer");
        var peer = new UnicastPeer { Address = reader.Address("the address") };
        while (reader.TryTake(out string? word))
        {
            peer = word switch
            {
                "min_ttl" => peer with { MinimumTimeToLive = (byte)reader.Number(word, 0, byte.MaxValue) },
                "max_ttl" => peer with { MaximumTimeToLive = (byte)reader.Number(word, 0, byte.MaxValue) },
                _ => throw reader.Unknown(word, "min_ttl NUMBER and max_ttl NUMBER"),
            };
        }

        return peer;
    }
}
