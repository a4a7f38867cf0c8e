using System.Runtime.InteropServices;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>Taking and letting go of addresses, routes and rules.</summary>
internal sealed partial class VrrpInstance
{
    private static readonly long FirstAddressRetry = TimeSpan.FromSeconds(10).Ticks;
    private static readonly long LastAddressRetry = TimeSpan.FromMinutes(10).Ticks;
    private static readonly long RestoreInterval = TimeSpan.FromSeconds(1).Ticks;

    private readonly CoreTimer _addressRetryTimer;
    private readonly CoreTimer _restoreTimer;
    private readonly List<InterfaceAddress> _owned = [];
    private readonly List<InterfaceAddress> _nodesOwn = [];
    private readonly List<VirtualAddress> _ownedDeclared = [];
    private readonly List<VirtualRoute> _ownedRoutes = [];
    private readonly List<VirtualRule> _ownedRules = [];
    private string? _addressFailure;
    private string? _addressError;
    private long _addressRetry = FirstAddressRetry;
    private long _lastRestore = long.MinValue / 2;

    /// <summary>
    /// Removes what a killed run has left on the node, before anything looks for a source address. The owner keeps the addresses,
    /// which it is about to have anyway.
    /// </summary>
    /// <exception cref="VrrpEngineException">A virtual address is the only one of its interface: then it is no leftover but the node's own.</exception>
    public void RemoveLeftovers()
    {
        if (!_core.Stack.TryGetLink(Options.Interface, out LinkState link))
        {
            return;
        }

        if (Options.Priority != VrrpConstants.OwnerPriority)
        {
            RemoveLeftovers(link);
        }

        InterfaceAddress[] declared = [.. Options.VirtualAddresses.Select(address =>
            new InterfaceAddress(DeclaredLinkIndex(address, link), InetAddress.FromIPAddress(address.Address), address.PrefixLength))];
        Attempt(() => _core.Stack.AllowTraffic(declared));
    }

    private int DeclaredLinkIndex(VirtualAddress declared, in LinkState own) => declared.Interface is null
        ? own.Index
        : _core.Stack.TryGetLink(declared.Interface, out LinkState other) ? other.Index : 0;

    private void RemoveLeftovers(in LinkState link)
    {
        IReadOnlyList<InterfaceAddress> present = _core.Stack.GetAddresses();
        foreach (VirtualAddress declared in Options.VirtualAddresses)
        {
            int index = DeclaredLinkIndex(declared, link);
            InetAddress address = InetAddress.FromIPAddress(declared.Address);
            foreach (InterfaceAddress found in present.Where(found => found.LinkIndex == index && found.Address == address))
            {
                if (Options.SourceAddress is null && !HasOtherAddress(found, present))
                {
                    throw new VrrpEngineException(
                        VrrpEngineError.InvalidOptions,
                        $"{nameof(Options.VirtualAddresses)}: {found.Address} is the interface's own and only address; only the address owner (priority 255) may have it.");
                }

                Attempt(() => _core.Stack.RemoveAddress(found));
            }
        }

        foreach (VirtualRule rule in Options.VirtualRules)
        {
            Attempt(() => _core.Stack.RemoveRule(rule));
        }

        foreach (VirtualRoute route in Options.VirtualRoutes)
        {
            Attempt(() => _core.Stack.RemoveRoute(route));
        }
    }

    /// <summary>
    /// Removes what a killed run of an owner has left on the node, when the owner is not master at once after all. Not the
    /// node's own address.
    /// </summary>
    public void RemoveOwnersLeftovers()
    {
        IReadOnlyList<InterfaceAddress> present = _core.Stack.GetAddresses();
        foreach (VirtualAddress declared in Options.VirtualAddresses)
        {
            if (TryResolve(declared, out InterfaceAddress address)
                && present.Any(other => other.LinkIndex == address.LinkIndex && other.Address == address.Address)
                && !IsNodesOwn(address))
            {
                Attempt(() => _core.Stack.RemoveAddress(address));
            }
        }
    }

    private bool HasOtherAddress(InterfaceAddress address, IReadOnlyList<InterfaceAddress> present) => present.Any(other =>
        other.LinkIndex == address.LinkIndex
        && other.Address.Family == address.Address.Family
        && !_core.IsOwned(other)
        && !Options.VirtualAddresses.Any(declared => InetAddress.FromIPAddress(declared.Address) == other.Address));

    /// <summary>Someone has removed an address.</summary>
    public void OnOwnedAddressRemoved(long now)
    {
        if (State == VrrpState.Master && !_restoreTimer.IsArmed)
        {
            // Once a second at most: whoever removes it may do so again and again.
            _core.Timers.Arm(_restoreTimer, Math.Max(now, _lastRestore + RestoreInterval));
        }
    }

    private bool IsNodesOwn(in InterfaceAddress address)
    {
        if (address.LinkIndex == _virtualLinkIndex)
        {
            return false;
        }

        // The system is asked only where the answer is not known: a fail-over of many addresses has no time for it.
        InetAddress own = address.LinkIndex == _linkIndex && address.Address.Family == Family && Options.SourceAddress is null
            ? _election.PrimaryAddress
            : _core.GetPrimaryAddress(address.LinkIndex, address.Address.Family);
        return own == address.Address;
    }

    private bool TryResolve(VirtualAddress declared, out InterfaceAddress address)
    {
        int link = AddressLinkIndex;
        if (declared.Interface is { } name)
        {
            link = _core.Stack.TryGetLink(name, out LinkState state) ? state.Index : 0;
        }

        address = new InterfaceAddress(link, InetAddress.FromIPAddress(declared.Address), declared.PrefixLength, declared.Scope, declared.Label);
        return link != 0;
    }

    /// <summary>Everything that the master has. False when the system refused a part: what then is there is let go with the fault that follows.</summary>
    private bool AcquireAddresses()
    {
        try
        {
            foreach (VirtualAddress declared in Options.VirtualAddresses)
            {
                Claim(declared);
            }

            DropTrafficToOwned();
            _core.Stack.AddAddresses(CollectionsMarshal.AsSpan(_owned));
            foreach (VirtualRoute route in Options.VirtualRoutes)
            {
                _core.Stack.AddRoute(route);
                _ownedRoutes.Add(route);
            }

            foreach (VirtualRule rule in Options.VirtualRules)
            {
                _core.Stack.AddRule(rule);
                _ownedRules.Add(rule);
            }

            return true;
        }
        catch (NetworkException exception)
        {
            _addressFailure = exception.Message;
            return false;
        }
    }

    /// <summary>Notes an address as ours. The node's own one (RFC 9568: the owner's) is announced, but neither added nor ever removed.</summary>
    private void Claim(VirtualAddress declared)
    {
        if (!TryResolve(declared, out InterfaceAddress address))
        {
            throw new NetworkException($"add {declared} to {declared.Interface}", 0, "there is no such interface");
        }

        if (IsNodesOwn(address))
        {
            _nodesOwn.Add(address);
        }
        else
        {
            _owned.Add(address);
            _ownedDeclared.Add(declared);
            _core.Own(address, this);
        }
    }

    private void ReleaseAddresses()
    {
        foreach (VirtualRule rule in _ownedRules)
        {
            Attempt(() => _core.Stack.RemoveRule(rule));
        }

        foreach (VirtualRoute route in _ownedRoutes)
        {
            Attempt(() => _core.Stack.RemoveRoute(route));
        }

        InterfaceAddress[] addresses = [.. _owned];
        ForgetAddresses();
        bool isGone = addresses.Length == 0 || Attempt(() => _core.Stack.RemoveAddresses(addresses));
        if (isGone)
        {
            AllowTrafficToOthers();
        }
    }

    /// <summary>The system has removed them with their interface.</summary>
    private void ForgetVanishedAddresses()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
        {
            if (!_core.Stack.TryGetLink(_owned[i].LinkIndex, out _))
            {
                _core.Disown(_owned[i]);
                _owned.RemoveAt(i);
                _ownedDeclared.RemoveAt(i);
            }
        }
    }

    private void ForgetAddresses()
    {
        foreach (InterfaceAddress address in _owned)
        {
            _core.Disown(address);
        }

        _owned.Clear();
        _ownedDeclared.Clear();
        _ownedRoutes.Clear();
        _ownedRules.Clear();
        _nodesOwn.Clear();
        _core.Timers.Disarm(_restoreTimer);
    }

    /// <summary>
    /// An address could not be added: a master that cannot serve stands down, and tries again later, each time after twice the
    /// wait, because every try unseats a master that works.
    /// </summary>
    private void OnAddressFailure(string failure, long now)
    {
        Publish(VrrpEventKind.OperationFailed, failure);
        _addressError = failure;
        ReplaceFaults(FaultReasons.AddressFailed, FaultReasons.AddressFailed, now);
        _core.Timers.Arm(_addressRetryTimer, now + _addressRetry);
        _addressRetry = Math.Min(_addressRetry * 2, LastAddressRetry);
    }

    private void OnAddressRetry(long now) => ReplaceFaults(FaultReasons.AddressFailed, FaultReasons.None, now);

    private void OnRestoreTimer(long now)
    {
        if (State != VrrpState.Master)
        {
            return;
        }

        IReadOnlyList<InterfaceAddress> present = _core.Stack.GetAddresses();
        InterfaceAddress[] missing =
            [.. _owned.Where(address => !present.Any(other => other.LinkIndex == address.LinkIndex && other.Address == address.Address))];
        if (missing.Length == 0)
        {
            return;
        }

        _lastRestore = now;
        try
        {
            _core.Stack.AddAddresses(missing);
            foreach (InterfaceAddress address in missing)
            {
                Publish(VrrpEventKind.AddressRestored, $"{address.Address}/{address.PrefixLength} was removed by someone else and is back");
            }

            AnnounceRound(Options.GratuitousArp.Repeat, now);
        }
        catch (NetworkException exception)
        {
            OnAddressFailure(exception.Message, now);
        }
    }
}
