using System.Runtime.InteropServices;

namespace NginxHa.Vrrp.Networking.Windows.Native;

/// <summary>MIB_UNICASTIPADDRESS_ROW (netioapi.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MibUnicastIpAddressRow
{
    public const uint Infinite = uint.MaxValue;

    /// <summary>IpDadStatePreferred: usable at once, without duplicate address detection.</summary>
    public const int Preferred = 4;

    public SockAddrInet Address;
    public ulong InterfaceLuid;
    public uint InterfaceIndex;
    public int PrefixOrigin;
    public int SuffixOrigin;
    public uint ValidLifetime;
    public uint PreferredLifetime;
    public byte OnLinkPrefixLength;
    public byte SkipAsSource;
    public int DadState;
    public uint ScopeId;
    public long CreationTimeStamp;
}

/// <summary>IP_ADDRESS_PREFIX (netioapi.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IpAddressPrefix
{
    public SockAddrInet Prefix;
    public byte PrefixLength;
}

/// <summary>MIB_IPFORWARD_ROW2 (netioapi.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MibIpForwardRow2
{
    public const uint Infinite = uint.MaxValue;

    /// <summary>MIB_IPPROTO_NETMGMT: a static route.</summary>
    public const int NetworkManagement = 3;

    public ulong InterfaceLuid;
    public uint InterfaceIndex;
    public IpAddressPrefix DestinationPrefix;
    public SockAddrInet NextHop;
    public byte SitePrefixLength;
    public uint ValidLifetime;
    public uint PreferredLifetime;
    public uint Metric;
    public int Protocol;
    public byte Loopback;
    public byte AutoconfigureAddress;
    public byte Publish;
    public byte Immortal;
    public uint Age;
    public int Origin;
}

/// <summary>MIB_IPNET_ROW2 (netioapi.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MibIpNetRow2
{
    public SockAddrInet Address;
    public uint InterfaceIndex;
    public ulong InterfaceLuid;
    public fixed byte PhysicalAddress[32];
    public uint PhysicalAddressLength;
    public int State;
    public byte Flags;
    public uint ReachabilityTime;
}

/// <summary>MIB_IPINTERFACE_ROW (netioapi.h), of which only the beginning is of use here.</summary>
[StructLayout(LayoutKind.Explicit, Size = 168)]
internal struct MibIpInterfaceRow
{
    [FieldOffset(0)]
    public ushort Family;

    [FieldOffset(8)]
    public ulong InterfaceLuid;

    [FieldOffset(16)]
    public uint InterfaceIndex;

    [FieldOffset(40)]
    public byte AdvertisingEnabled;

    [FieldOffset(41)]
    public byte ForwardingEnabled;
}
