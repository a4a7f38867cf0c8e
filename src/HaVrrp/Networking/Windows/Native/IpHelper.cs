using System.Runtime.InteropServices;

namespace NginxHa.Vrrp.Networking.Windows.Native;

/// <summary>
/// IP Helper (netioapi.h, iphlpapi.h). Every argument is blittable. The result is a number of winerror.h, 0 for success;
/// the last error is not set.
/// </summary>
internal static unsafe partial class IpHelper
{
    private const string Library = "iphlpapi.dll";

    [LibraryImport(Library, EntryPoint = "InitializeUnicastIpAddressEntry")]
    public static partial void InitializeUnicastIpAddressEntry(MibUnicastIpAddressRow* row);

    [LibraryImport(Library, EntryPoint = "CreateUnicastIpAddressEntry")]
    public static partial int CreateUnicastIpAddressEntry(MibUnicastIpAddressRow* row);

    [LibraryImport(Library, EntryPoint = "DeleteUnicastIpAddressEntry")]
    public static partial int DeleteUnicastIpAddressEntry(MibUnicastIpAddressRow* row);

    [LibraryImport(Library, EntryPoint = "InitializeIpForwardEntry")]
    public static partial void InitializeIpForwardEntry(MibIpForwardRow2* row);

    [LibraryImport(Library, EntryPoint = "CreateIpForwardEntry2")]
    public static partial int CreateIpForwardEntry(MibIpForwardRow2* row);

    [LibraryImport(Library, EntryPoint = "SetIpForwardEntry2")]
    public static partial int SetIpForwardEntry(MibIpForwardRow2* row);

    [LibraryImport(Library, EntryPoint = "DeleteIpForwardEntry2")]
    public static partial int DeleteIpForwardEntry(MibIpForwardRow2* row);

    /// <summary>Asks for a neighbour by ARP or neighbour solicitation, whatever the cache says, and waits for the answer.</summary>
    [LibraryImport(Library, EntryPoint = "ResolveIpNetEntry2")]
    public static partial int ResolveIpNetEntry(MibIpNetRow2* row, SockAddrInet* source);

    [LibraryImport(Library, EntryPoint = "GetBestInterfaceEx")]
    public static partial int GetBestInterface(SockAddrInet* destination, uint* interfaceIndex);

    [LibraryImport(Library, EntryPoint = "GetIpInterfaceEntry")]
    public static partial int GetIpInterfaceEntry(MibIpInterfaceRow* row);

    [LibraryImport(Library, EntryPoint = "NotifyIpInterfaceChange")]
    public static partial int NotifyIpInterfaceChange(
        ushort family, delegate* unmanaged<void*, void*, int, void> callback, void* context, byte initialNotification, nint* handle);

    [LibraryImport(Library, EntryPoint = "NotifyUnicastIpAddressChange")]
    public static partial int NotifyUnicastIpAddressChange(
        ushort family, delegate* unmanaged<void*, void*, int, void> callback, void* context, byte initialNotification, nint* handle);

    /// <summary>Ends a notification, and waits for callbacks that are running.</summary>
    [LibraryImport(Library, EntryPoint = "CancelMibChangeNotify2")]
    public static partial int CancelMibChangeNotify(nint handle);
}
