using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;
using NginxHa.Vrrp.Runtime.Core;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

/// <summary>A core on a fake network with one link, eth0 (index 2, 192.0.2.10, fe80::10), and a clock that tests move.</summary>
internal sealed class CoreBench
{
    public const int Link = 2;
    public const long Second = TimeSpan.TicksPerSecond;
    public static readonly InetAddress Own = InetAddress.Parse("192.0.2.10");
    public static readonly InetAddress Peer = InetAddress.Parse("192.0.2.20");
    public static readonly InetAddress Vip = InetAddress.Parse("192.0.2.100");

    public static readonly VrrpInstanceOptions Web = new()
    {
        Name = "web",
        Interface = "eth0",
        VirtualRouterId = 51,
        Version = VrrpVersion.V3,
        VirtualAddresses = [Address("192.0.2.100", 24)],
    };

    public CoreBench(bool waitsForInterfaces = false)
    {
        Stack.SetLink("eth0", Link);
        Stack.SetPrimary(Link, "192.0.2.10");
        Stack.SetPrimary(Link, "fe80::10");
        Core = new VrrpEngineCore(Stack, Host, waitsForInterfaces);
    }

    public FakeNetworkStack Stack { get; } = new();

    public FakeHost Host { get; } = new();

    public VrrpEngineCore Core { get; }

    public static VirtualAddress Address(string address, byte prefix) => new() { Address = IPAddress.Parse(address), PrefixLength = prefix };

    /// <summary>Starts an instance and lets its Master_Down_Timer run out.</summary>
    public VrrpInstanceStatus StartMaster(VrrpInstanceOptions? options = null)
    {
        VrrpInstanceOptions started = options ?? Web;
        Core.Start(started);
        Pass(5 * started.AdvertisementInterval);
        VrrpInstanceStatus status = Status(started.Name);
        Assert.Equal(VrrpState.Master, status.State);
        return status;
    }

    public void StartWith(VrrpInstanceOptions options)
    {
        Core.Start(options);
        Core.RunTimers(Stack.Now);
    }

    public VrrpInstanceStatus Status(string name = "web") => Core.GetInstances(EngineKind.Session).Single(status => status.Options.Name == name);

    /// <summary>Lets time pass, stopping at every timer on the way.</summary>
    public void Pass(TimeSpan time)
    {
        long end = Stack.Now + time.Ticks;
        while (Core.NextDeadline <= end)
        {
            Stack.Now = Math.Max(Stack.Now, Core.NextDeadline);
            Core.RunTimers(Stack.Now);
        }

        Stack.Now = end;
        Core.RunTimers(end);
    }

    public void PassSeconds(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>The bytes of a peer's advertisement.</summary>
    public static byte[] Encode(VrrpInstanceOptions options, int priority, InetAddress source, InetAddress? destination = null)
    {
        var fields = new VrrpAdvertisementFields
        {
            Version = options.Version,
            VirtualRouterId = options.VirtualRouterId,
            Priority = (byte)priority,
            Interval = options.AdvertisementInterval,
            Addresses = AdvertisementSender.AdvertisedAddresses(options),
            Source = source,
            Destination = destination ?? VrrpConstants.MulticastAddress(source.Family),
            ChecksumMode = options.ChecksumWithPseudoHeader ? VrrpChecksumMode.PseudoHeader : VrrpChecksumMode.MessageOnly,
        };
        byte[] message = new byte[VrrpEncoder.GetLength(fields)];
        VrrpEncoder.Encode(message, fields);
        return message;
    }

    public void Hear(int priority, VrrpInstanceOptions? options = null, InetAddress? source = null, int link = Link)
    {
        InetAddress from = source ?? Peer;
        HearBytes(Encode(options ?? Web, priority, from), from, link: link);
    }

    public void HearBytes(ReadOnlySpan<byte> message, InetAddress source, InetAddress? destination = null, int timeToLive = 255, int link = Link, byte protocol = 112)
    {
        Core.OnPacket(new ReceivedPacket
        {
            LinkIndex = link,
            Source = source,
            Destination = destination ?? VrrpConstants.MulticastAddress(source.Family),
            TimeToLive = timeToLive,
            Protocol = protocol,
            Payload = message,
        });
        Core.RunTimers(Stack.Now);
    }

    public void LinkChanged(string name = "eth0", int link = Link)
    {
        Core.OnLinkChanged(link, name);
        Core.RunTimers(Stack.Now);
    }

    public void AddressChanged(InetAddress address, bool isPresent, int link = Link)
    {
        Core.OnAddressChanged(new InterfaceAddress(link, address, 24), isPresent);
        Core.RunTimers(Stack.Now);
    }

    public bool Has(InetAddress address, int link = Link) => Stack.Addresses.Exists(entry => entry.LinkIndex == link && entry.Address == address);

    public static AddressFamily IPv4 => AddressFamily.InterNetwork;
}
