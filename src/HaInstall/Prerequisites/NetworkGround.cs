using System.Net.Sockets;
using NginxHa.Installation.Machine;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Installation.Prerequisites;

/// <summary>Looks at a network, listens to it and asks on it. It changes nothing; what it sends are questions for the virtual IPs.</summary>
internal static class NetworkGround
{
    private const byte AuthenticationHeader = 51;
    private const int Questions = 3;
    private const int MostAdvertisements = 20_000;
    private static readonly TimeSpan QuestionSpacing = TimeSpan.FromMilliseconds(250);

    /// <summary>Looks, in the namespace of the target. Takes as long as the target says to listen.</summary>
    public static GroundLink Read(GroundTarget target, MachineFiles files, CancellationToken cancellationToken) =>
        NetworkNamespace.Run(target.NetworkNamespace, () => ReadHere(target, files, cancellationToken));

    /// <summary>The virtual router id of an advertisement; null when it is too short to have one.</summary>
    internal static byte? ReadVirtualRouterId(byte protocol, ReadOnlySpan<byte> payload)
    {
        if (protocol == AuthenticationHeader)
        {
            // RFC 4302 section 2.2: the length is in words of 4 octets, less 2.
            int header = payload.Length > 1 ? (payload[1] + 2) * 4 : 0;
            payload = header > 0 && header < payload.Length ? payload[header..] : [];
        }

        return payload.Length > 1 ? payload[1] : null;
    }

    private static GroundLink ReadHere(GroundTarget target, MachineFiles files, CancellationToken cancellationToken)
    {
        using INetworkStack stack = NetworkStack.Open();
        IReadOnlyList<InterfaceAddress> addresses = stack.GetAddresses();
        LinkState? link = target.Interface is not null && stack.TryGetLink(target.Interface, out LinkState found) ? found : null;
        var ground = new GroundLink
        {
            Link = link,
            Addresses = addresses,
            Names = addresses.Select(address => address.LinkIndex).Distinct().ToDictionary(index => index, index => stack.GetLinkName(index) ?? string.Empty),
            Settings = ReadSettings(target, files),
            Bindable = target.VirtualAddresses.Where(CanBind).ToHashSet(),
        };
        if (link is not { IsUsable: true })
        {
            return ground;
        }

        try
        {
            IReadOnlyDictionary<InetAddress, IReadOnlyList<ulong>> neighbours = Ask(stack, link.Value.Index, AskedFor(target, link.Value, addresses), cancellationToken);
            List<HeardAdvertisement> heard = Listen(target, cancellationToken);
            return ground with
            {
                Neighbours = neighbours,
                Advertisements = heard,
                Heard = [.. heard
                    .Select(advertisement => new HeardRouter(advertisement.VirtualRouterId, advertisement.Source, advertisement.IsOwn))
                    .Distinct().OrderBy(router => router.VirtualRouterId).ThenBy(router => router.Source)],
            };
        }
        catch (Exception exception) when (exception is NetworkException or PlatformNotSupportedException or UnauthorizedAccessException)
        {
            return ground with { Problem = exception.Message };
        }
    }

    private static Dictionary<string, string> ReadSettings(GroundTarget target, MachineFiles files)
    {
        List<string> names = ["net.ipv4.ip_nonlocal_bind", "net.ipv6.ip_nonlocal_bind"];
        foreach (string setting in (string[])["arp_ignore", "arp_announce", "rp_filter"])
        {
            names.Add(KernelSettings.OfInterface("ipv4", "all", setting));
            if (target.Interface is not null)
            {
                names.Add(KernelSettings.OfInterface("ipv4", target.Interface, setting));
            }
        }

        return names
            .Select(name => (Name: name, Value: files.Read(KernelSettings.PathOf(name))?.Trim()))
            .Where(setting => setting.Value is not null)
            .ToDictionary(setting => setting.Name, setting => setting.Value!, StringComparer.Ordinal);
    }

    private static bool CanBind(InetAddress address)
    {
        try
        {
            using var socket = new Socket(address.Family, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new System.Net.IPEndPoint(address.ToIPAddress(), 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static List<HeardAdvertisement> Listen(GroundTarget target, CancellationToken cancellationToken)
    {
        var heard = new List<HeardAdvertisement>();
        using AdvertisementListener listener = AdvertisementListener.Open(target.Interface);
        using CancellationTokenRegistration registration = cancellationToken.Register(listener.Wake);
        long start = Environment.TickCount64;
        long end = start + (long)target.ListenTime.TotalMilliseconds;
        long left;
        while ((left = end - Environment.TickCount64) > 0 && heard.Count < MostAdvertisements)
        {
            cancellationToken.ThrowIfCancellationRequested();
            listener.Wait(TimeSpan.FromMilliseconds(left), (in ReceivedPacket packet, bool isOutgoing) =>
            {
                if (ReadVirtualRouterId(packet.Protocol, packet.Payload) is { } id)
                {
                    heard.Add(HeardAdvertisement.Of(packet, id, isOutgoing, TimeSpan.FromMilliseconds(Environment.TickCount64 - start)));
                }
            });
        }

        return heard;
    }

    /// <summary>The virtual IPs, and the peers that are on the link, so that they can be asked for in the same way.</summary>
    private static IEnumerable<InetAddress> AskedFor(GroundTarget target, LinkState link, IReadOnlyList<InterfaceAddress> addresses) =>
        target.VirtualAddresses.Union(target.Peers.Where(peer => addresses.Any(own => own.LinkIndex == link.Index && own.SubnetContains(peer))));

    private static Dictionary<InetAddress, IReadOnlyList<ulong>> Ask(INetworkStack stack, int linkIndex, IEnumerable<InetAddress> asked, CancellationToken cancellationToken)
    {
        var answers = new NeighbourAnswers();
        List<INeighbourProbe> probes = [];
        try
        {
            foreach (InetAddress address in asked)
            {
                InetAddress nobody = address.IsIPv4 ? InetAddress.AnyIPv4 : InetAddress.AnyIPv6;
                probes.Add(stack.OpenNeighbourProbe(linkIndex, address, nobody));
            }

            for (int question = 0; question < Questions; question++)
            {
                probes.ForEach(probe => probe.Send());
                stack.Flush();
                long deadline = stack.Now + QuestionSpacing.Ticks;
                while (stack.Now < deadline)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    stack.Poll(deadline, answers);
                }
            }
        }
        finally
        {
            probes.ForEach(probe => probe.Dispose());
        }

        return answers.Found.ToDictionary(answer => answer.Key, answer => (IReadOnlyList<ulong>)[.. answer.Value.Order()]);
    }

    private sealed class NeighbourAnswers : INetworkEvents
    {
        public Dictionary<InetAddress, HashSet<ulong>> Found { get; } = [];

        public void OnPacket(in ReceivedPacket packet)
        {
        }

        public void OnLinkChanged(int linkIndex, string name)
        {
        }

        public void OnAddressChanged(in InterfaceAddress address, bool isPresent)
        {
        }

        public void OnNeighbour(int linkIndex, InetAddress address, ulong hardwareAddress)
        {
            if (!Found.TryGetValue(address, out HashSet<ulong>? owners))
            {
                Found[address] = owners = [];
            }

            owners.Add(hardwareAddress);
        }
    }
}
