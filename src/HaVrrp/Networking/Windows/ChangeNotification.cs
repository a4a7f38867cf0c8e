using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using NginxHa.Vrrp.Networking.Windows.Native;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>Calls back, on a thread of the system, when an interface or an address of the machine changes.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class ChangeNotification : IDisposable
{
    private const ushort BothFamilies = 0;

    private readonly Action _changed;
    private GCHandle _self;
    private nint _interfaces;
    private nint _addresses;

    /// <param name="changed">Does little, and throws nothing.</param>
    public ChangeNotification(Action changed)
    {
        _changed = changed;
        _self = GCHandle.Alloc(this);
        void* context = (void*)GCHandle.ToIntPtr(_self);
        try
        {
            fixed (nint* handle = &_interfaces)
            {
                Require(IpHelper.NotifyIpInterfaceChange(BothFamilies, &OnChange, context, 0, handle), "watch network interfaces");
            }

            fixed (nint* handle = &_addresses)
            {
                Require(IpHelper.NotifyUnicastIpAddressChange(BothFamilies, &OnChange, context, 0, handle), "watch network addresses");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Cancel(ref _interfaces);
        Cancel(ref _addresses);

        // Only now: a callback that was running has used it.
        if (_self.IsAllocated)
        {
            _self.Free();
        }
    }

    [UnmanagedCallersOnly]
    private static void OnChange(void* context, void* row, int type)
    {
        if (GCHandle.FromIntPtr((nint)context).Target is ChangeNotification notification)
        {
            notification._changed();
        }
    }

    private static void Require(int error, string operation)
    {
        if (error != ErrorCode.Success)
        {
            throw WindowsError.Create(operation, error);
        }
    }

    private static void Cancel(ref nint handle)
    {
        if (handle != 0)
        {
            _ = IpHelper.CancelMibChangeNotify(handle);
            handle = 0;
        }
    }
}
