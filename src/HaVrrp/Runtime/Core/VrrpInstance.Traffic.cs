using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>
/// Accept_Mode (RFC 9568 section 6.1): a master that does not accept has the addresses, answers for them at the link layer and
/// drops what is sent to them. Packets are dropped before an address comes and until it is gone.
/// </summary>
internal sealed partial class VrrpInstance
{
    private readonly List<InterfaceAddress> _dropped = [];

    /// <summary>Asks whether the system can do what options without accept mode need.</summary>
    /// <exception cref="NetworkException">It cannot.</exception>
    public void RequireTrafficFilter(VrrpInstanceOptions options)
    {
        if (DropsTraffic(options))
        {
            _core.Stack.DropTraffic([]);
        }
    }

    private static bool DropsTraffic(VrrpInstanceOptions options) =>
        !options.AcceptMode && options.Priority != VrrpConstants.OwnerPriority;

    private void DropTrafficToOwned()
    {
        if (!DropsTraffic(Options))
        {
            return;
        }

        InterfaceAddress[] added = [.. _owned.Select(PlaceOf).Except(_dropped)];
        if (added.Length > 0)
        {
            // Noted first: of what the system refuses, a part may be done.
            _dropped.AddRange(added);
            _core.Stack.DropTraffic(added);
        }
    }

    /// <summary>Lets packets through to what is not ours any more, or to everything when the instance accepts now.</summary>
    private void AllowTrafficToOthers()
    {
        InterfaceAddress[] others = DropsTraffic(Options) ? [.. _dropped.Except(_owned.Select(PlaceOf))] : [.. _dropped];
        if (others.Length > 0 && Attempt(() => _core.Stack.AllowTraffic(others)))
        {
            _dropped.RemoveAll(others.Contains);
        }
    }

    /// <summary>Packets know nothing of prefix, scope and label.</summary>
    private static InterfaceAddress PlaceOf(InterfaceAddress address) => new(address.LinkIndex, address.Address, 0);
}
