using System.Runtime.InteropServices;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking;

/// <summary>Which packets concern the open ports: those to a group on a link that one listens on, and those to this node itself.</summary>
internal sealed class PortTable
{
    private readonly Dictionary<int, int> _listeners = [];
    private readonly Dictionary<(int LinkIndex, InetAddress Source), int> _sources = [];

    public void Add(int listenLinkIndex, InetAddress source)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_listeners, listenLinkIndex, out _)++;
        CollectionsMarshal.GetValueRefOrAddDefault(_sources, (listenLinkIndex, source), out _)++;
    }

    public void Remove(int listenLinkIndex, InetAddress source)
    {
        Release(_listeners, listenLinkIndex);
        Release(_sources, (listenLinkIndex, source));
    }

    /// <summary>Whether to hand over a packet. What this node sent itself may come back by a loop in the segment and is no news.</summary>
    public bool Wants(int linkIndex, InetAddress source, InetAddress destination) =>
        (!destination.IsMulticast || _listeners.ContainsKey(linkIndex)) && !_sources.ContainsKey((linkIndex, source));

    private static void Release<TKey>(Dictionary<TKey, int> table, TKey key)
        where TKey : notnull
    {
        ref int users = ref CollectionsMarshal.GetValueRefOrNullRef(table, key);
        if (--users == 0)
        {
            table.Remove(key);
        }
    }
}
