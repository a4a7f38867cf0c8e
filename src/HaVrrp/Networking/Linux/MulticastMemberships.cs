using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Protocol;
using AddressFamily = System.Net.Sockets.AddressFamily;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>
/// Keeps the namespace a member of the VRRP groups: one membership an interface, however many routers run there. The
/// memberships hang on sockets of their own, as many as the limit an IPv4 socket asks for (net.ipv4.igmp_max_memberships,
/// 20 by default), while a single receiving socket hears them all.
/// </summary>
internal sealed unsafe class MulticastMemberships : IDisposable
{
    private readonly Dictionary<(AddressFamily Family, int LinkIndex), Membership> _memberships = [];
    private readonly List<Holder> _holders = [];

    /// <summary>Joins the group of a family on a link, or counts one more user of it.</summary>
    public void Join(AddressFamily family, int linkIndex, string linkName)
    {
        if (_memberships.TryGetValue((family, linkIndex), out Membership? membership))
        {
            membership.Users++;
            return;
        }

        string operation = $"join {VrrpConstants.MulticastAddress(family)} on {linkName}";
        foreach (Holder existing in _holders)
        {
            if (existing.Family == family && !existing.IsFull && TryJoin(existing, linkIndex, operation))
            {
                return;
            }
        }

        Holder holder = new(family, Descriptor.OpenSocket(DomainOf(family), SocketType.Datagram, 0, operation));
        _holders.Add(holder);
        if (!TryJoin(holder, linkIndex, operation))
        {
            throw LinuxError.Create(operation, Errno.NoBuffers);
        }
    }

    /// <summary>Counts one user less, and leaves the group after the last one. Succeeds when the link is gone.</summary>
    public void Leave(AddressFamily family, int linkIndex)
    {
        if (!_memberships.TryGetValue((family, linkIndex), out Membership? membership) || --membership.Users > 0)
        {
            return;
        }

        _memberships.Remove((family, linkIndex));
        Holder holder = membership.Holder;
        Change(holder, linkIndex, join: false);
        holder.IsFull = false;
        if (--holder.Count == 0)
        {
            _holders.Remove(holder);
            holder.Socket.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (Holder holder in _holders)
        {
            holder.Socket.Dispose();
        }

        _holders.Clear();
        _memberships.Clear();
    }

    private static int DomainOf(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? Domain.Inet6 : Domain.Inet;

    private static int Change(Holder holder, int linkIndex, bool join)
    {
        if (holder.Family == AddressFamily.InterNetworkV6)
        {
            Ipv6Mreq request = new() { LinkIndex = linkIndex };
            VrrpConstants.MulticastIPv6.TryWrite(new Span<byte>(request.Group, InetAddress.IPv6Length));
            return LibC.SetSockOpt(
                holder.Socket.Number,
                SocketLevel.Ipv6,
                join ? SocketOption.Ipv6AddMembership : SocketOption.Ipv6DropMembership,
                &request,
                (uint)sizeof(Ipv6Mreq));
        }

        IpMreqn request4 = new() { LinkIndex = linkIndex };
        VrrpConstants.MulticastIPv4.TryWrite(new Span<byte>(&request4.Group, InetAddress.IPv4Length));
        return LibC.SetSockOpt(
            holder.Socket.Number,
            SocketLevel.Ip,
            join ? SocketOption.IpAddMembership : SocketOption.IpDropMembership,
            &request4,
            (uint)sizeof(IpMreqn));
    }

    private bool TryJoin(Holder holder, int linkIndex, string operation)
    {
        if (Change(holder, linkIndex, join: true) == 0)
        {
            holder.Count++;
            _memberships.Add((holder.Family, linkIndex), new Membership(holder));
            return true;
        }

        // IPv4 says ENOBUFS at its limit, IPv6 ENOMEM when the socket's option memory is used up.
        int error = Marshal.GetLastPInvokeError();
        if (error is Errno.NoBuffers or Errno.NoMemory)
        {
            holder.IsFull = true;
            return false;
        }

        if (holder.Count == 0)
        {
            _holders.Remove(holder);
            holder.Socket.Dispose();
        }

        throw LinuxError.Create(operation, error);
    }

    private sealed class Holder(AddressFamily family, Descriptor socket)
    {
        public AddressFamily Family => family;

        public Descriptor Socket => socket;

        public int Count { get; set; }

        public bool IsFull { get; set; }
    }

    private sealed class Membership(Holder holder)
    {
        public Holder Holder => holder;

        public int Users { get; set; } = 1;
    }
}
