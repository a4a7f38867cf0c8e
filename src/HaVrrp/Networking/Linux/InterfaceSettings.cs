using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using NginxHa.Vrrp.Networking.Linux.Native;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>
/// Reads and writes settings of interfaces. The kernel shows each thread the settings of the network namespace that it is in,
/// so files are opened on the calling thread. Settings held for a link are restored when the last holder lets go.
/// </summary>
internal sealed unsafe class InterfaceSettings
{
    /// <summary>The name under which settings of all interfaces are.</summary>
    public const string All = "all";

    private readonly Dictionary<(int LinkIndex, string Family, string Key), Held> _held = [];

    /// <summary>Writes a setting without a thought of restoring it: for an interface that will be deleted.</summary>
    /// <returns>The error number, 0 for success.</returns>
    public static int Write(string interfaceName, in InterfaceSetting setting)
    {
        Span<byte> text = stackalloc byte[16];
        setting.Value.TryFormat(text, out int length, provider: CultureInfo.InvariantCulture);
        int descriptor = LibC.Open(PathOf(interfaceName, setting.Family, setting.Key), Flag.OpenWriteOnly | Flag.OpenCloseOnExec);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        int error = 0;
        fixed (byte* start = text)
        {
            if (LibC.Write(descriptor, start, (nuint)length) < 0)
            {
                error = Marshal.GetLastPInvokeError();
            }
        }

        _ = LibC.Close(descriptor);
        return error;
    }

    /// <summary>Reads a setting; null when there is no such interface or setting.</summary>
    public static int? Read(string interfaceName, string family, string key)
    {
        int descriptor = LibC.Open(PathOf(interfaceName, family, key), Flag.OpenReadOnly | Flag.OpenCloseOnExec);
        if (descriptor < 0)
        {
            return null;
        }

        Span<byte> text = stackalloc byte[32];
        nint length;
        fixed (byte* start = text)
        {
            length = LibC.Read(descriptor, start, (nuint)text.Length);
        }

        _ = LibC.Close(descriptor);
        return length > 0 && int.TryParse(Encoding.ASCII.GetString(text[..(int)length]), CultureInfo.InvariantCulture, out int value)
            ? value
            : null;
    }

    /// <summary>Writes a setting until <see cref="Release"/>, or counts one more holder of it.</summary>
    /// <exception cref="NetworkException">It cannot be written.</exception>
    public void Hold(int linkIndex, string interfaceName, in InterfaceSetting setting)
    {
        if (TryHold(linkIndex, interfaceName, setting) is not 0 and int error)
        {
            throw LinuxError.Create(
                $"set {setting.Key} of {interfaceName} to {setting.Value}", error, Privilege.NetworkAdministration);
        }
    }

    /// <summary>As <see cref="Hold"/>, but returns the error number (then nothing is held); 0 for success.</summary>
    public int TryHold(int linkIndex, string interfaceName, in InterfaceSetting setting)
    {
        if (_held.TryGetValue((linkIndex, setting.Family, setting.Key), out Held? held))
        {
            held.Holders++;
            return 0;
        }

        int? original = Read(interfaceName, setting.Family, setting.Key);
        int error = original == setting.Value ? 0 : Write(interfaceName, setting);
        if (error == 0)
        {
            _held.Add((linkIndex, setting.Family, setting.Key), new Held(original ?? setting.Value, setting.Value));
        }

        return error;
    }

    /// <summary>Lets go of a setting; the last holder restores the original, unless somebody else changed it meanwhile or the interface is gone.</summary>
    /// <param name="linkIndex">Index given to <see cref="Hold"/>.</param>
    /// <param name="interfaceName">Present name, or null when the interface is gone.</param>
    /// <param name="setting">The setting given to <see cref="Hold"/>.</param>
    public void Release(int linkIndex, string? interfaceName, in InterfaceSetting setting)
    {
        if (_held.TryGetValue((linkIndex, setting.Family, setting.Key), out Held? held) && --held.Holders == 0)
        {
            _held.Remove((linkIndex, setting.Family, setting.Key));
            Restore(interfaceName, setting.Family, setting.Key, held);
        }
    }

    /// <summary>Restores everything that is held.</summary>
    /// <param name="nameOf">Gives the present name of a link, or null.</param>
    public void ReleaseAll(Func<int, string?> nameOf)
    {
        foreach (((int linkIndex, string family, string key), Held held) in _held)
        {
            Restore(nameOf(linkIndex), family, key, held);
        }

        _held.Clear();
    }

    private static void Restore(string? interfaceName, string family, string key, Held held)
    {
        if (interfaceName is not null && held.Original != held.Written && Read(interfaceName, family, key) == held.Written)
        {
            Write(interfaceName, new InterfaceSetting(family, key, held.Original));
        }
    }

    // The kernel forbids '/' in names, so that no name leads elsewhere.
    private static string PathOf(string interfaceName, string family, string key) =>
        $"/proc/sys/net/{family}/conf/{interfaceName}/{key}";

    private sealed class Held(int original, int written)
    {
        public int Original => original;

        public int Written => written;

        public int Holders { get; set; } = 1;
    }
}
