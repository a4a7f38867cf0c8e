using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>New options for a running instance: only what differs is touched, and no advertisement is missed for it.</summary>
internal sealed partial class VrrpInstance
{
    public void Update(VrrpInstanceOptions options, long now)
    {
        VrrpInstanceOptions before = Options;
        string changes = OptionsDifference.Describe(before, options);
        if (changes.Length == 0)
        {
            Options = options;
            return;
        }

        bool otherAddresses = !before.VirtualAddresses.SequenceEqual(options.VirtualAddresses);
        bool otherTransport = OptionsDifference.NeedsOtherTransport(before, options);
        Options = options;
        if (OptionsDifference.NeedsOtherAuthentication(before, options))
        {
            _authentication = InstanceAuthentication.Create(options);
        }

        PrepareReceiving();
        if (otherTransport)
        {
            CloseSender();
        }

        // Takes the sockets up again, and the faults that depend on options.
        RefreshNetwork(now);
        if (!otherTransport)
        {
            _sender?.Encode(options);
        }

        Handle(ElectionEvent.OptionsChanged(ElectionOptions.From(options, Group is not null)), now);
        RefreshTracks(now);
        if (State == VrrpState.Master)
        {
            UpdateOwned(before, otherAddresses, now);
        }

        Publish(VrrpEventKind.OptionsChanged, changes);
    }

    /// <summary>A master's addresses, routes and rules: the new ones come before the old ones go, and what stays is not touched.</summary>
    private void UpdateOwned(VrrpInstanceOptions before, bool otherAddresses, long now)
    {
        try
        {
            if (otherAddresses)
            {
                UpdateOwnedAddresses(now);
            }

            DropTrafficToOwned();
            AllowTrafficToOthers();
            UpdateItems(_ownedRoutes, before.VirtualRoutes, Options.VirtualRoutes, _core.Stack.AddRoute, _core.Stack.RemoveRoute);
            UpdateItems(_ownedRules, before.VirtualRules, Options.VirtualRules, _core.Stack.AddRule, _core.Stack.RemoveRule);
        }
        catch (NetworkException exception)
        {
            OnAddressFailure(exception.Message, now);
        }
    }

    private void UpdateOwnedAddresses(long now)
    {
        List<InterfaceAddress> before = [.. _owned];
        foreach (InterfaceAddress address in before)
        {
            _core.Disown(address);
        }

        _owned.Clear();
        _ownedDeclared.Clear();
        _nodesOwn.Clear();
        foreach (VirtualAddress declared in Options.VirtualAddresses)
        {
            Claim(declared);
        }

        InterfaceAddress[] gone = [.. before.Where(address => !_owned.Exists(kept => IsSamePlace(kept, address)))];
        InterfaceAddress[] added = [.. _owned.Where(address => !before.Contains(address))];
        InterfaceAddress[] relabelled = [.. before.Where(address => Array.Exists(added, other => IsSamePlace(other, address)))];
        if (relabelled.Length > 0)
        {
            // A label or scope cannot be changed in place.
            Attempt(() => _core.Stack.RemoveAddresses(relabelled));
        }

        DropTrafficToOwned();
        _core.Stack.AddAddresses(added);
        if (gone.Length > 0)
        {
            Attempt(() => _core.Stack.RemoveAddresses(gone));
        }

        AnnounceRound(Options.GratuitousArp.Repeat, now);
    }

    private static bool IsSamePlace(in InterfaceAddress left, in InterfaceAddress right) =>
        left.LinkIndex == right.LinkIndex && left.Address == right.Address && left.PrefixLength == right.PrefixLength;

    private void UpdateItems<T>(List<T> owned, IReadOnlyList<T> before, IReadOnlyList<T> after, Action<T> add, Action<T> remove)
    {
        foreach (T item in after.Except(before))
        {
            add(item);
            owned.Add(item);
        }

        foreach (T item in before.Except(after))
        {
            Attempt(() => remove(item));
            owned.Remove(item);
        }
    }
}
