using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Networking.Linux;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Agent.Recovery;

/// <summary>
/// Removes what a killed agent has left and nobody wants any more. What the new document declares in the same place is left to the
/// engine, which takes it over or removes it as the election goes.
/// </summary>
/// <param name="say">Takes a sentence about each thing removed.</param>
/// <param name="complain">Takes a sentence about each thing that could not be removed.</param>
internal sealed class LeftoverCleaner(Action<string> say, Action<string> complain)
{
    /// <summary>Cleans up.</summary>
    /// <param name="state">What was left.</param>
    /// <param name="wanted">Instances that are about to start.</param>
    public void Clean(RuntimeState state, IReadOnlyList<VrrpInstanceOptions> wanted)
    {
        foreach (IGrouping<string?, RecordedSetting> settings in state.Settings.GroupBy(static setting => setting.NetworkNamespace))
        {
            Try(() => NetworkNamespace.Run(settings.Key, () => Restore(settings)));
        }

        foreach (IGrouping<string?, VrrpInstanceOptions> left in state.Instances.GroupBy(static instance => instance.NetworkNamespace))
        {
            VrrpInstanceOptions[] staying = [.. wanted.Where(instance => instance.NetworkNamespace == left.Key)];
            VrrpInstanceOptions[] going = [.. left.Where(footprint => !Array.Exists(staying, instance => Footprint.IsSame(footprint, instance)))];
            if (going.Length > 0)
            {
                Try(() => NetworkNamespace.Run(left.Key, () => Clean(going, staying)));
            }
        }
    }

    private void Clean(VrrpInstanceOptions[] going, VrrpInstanceOptions[] staying)
    {
        using INetworkStack stack = NetworkStack.Open();
        HashSet<string> links = [.. staying.Select(Footprint.VirtualLinkOf).OfType<string>()];
        HashSet<(string, InetAddress)> addresses = [.. staying.SelectMany(Places)];
        foreach (VrrpInstanceOptions footprint in going)
        {
            RemoveRules(stack, footprint, staying);
            RemoveAddresses(stack, footprint, addresses);
            if (Footprint.VirtualLinkOf(footprint) is { } link && !links.Contains(link))
            {
                RemoveLink(stack, link, Footprint.HardwareAddressOf(footprint));
            }
        }
    }

    private static IEnumerable<(string, InetAddress)> Places(VrrpInstanceOptions options) => options.VirtualAddresses
        .Select(address => (Footprint.LinkOf(options, address), InetAddress.FromIPAddress(address.Address)));

    private void RemoveAddresses(INetworkStack stack, VrrpInstanceOptions footprint, HashSet<(string, InetAddress)> wanted)
    {
        IReadOnlyList<InterfaceAddress> present = stack.GetAddresses();
        foreach ((string name, InetAddress address) in Places(footprint).Where(place => !wanted.Contains(place)))
        {
            int index = stack.TryGetLink(name, out LinkState link) ? link.Index : 0;
            foreach (InterfaceAddress found in present.Where(found => found.LinkIndex == index && found.Address == address))
            {
                // The owner's address may be the node's own, which was there before and stays.
                if (footprint.Priority == VrrpConstants.OwnerPriority && stack.GetPrimaryAddress(index, address.Family) == address)
                {
                    continue;
                }

                Try(() =>
                {
                    stack.RemoveAddress(found);
                    say($"Removed {found.Address}/{found.PrefixLength} from {name}: an agent that was killed had left it.");
                });
            }

            if (!footprint.AcceptMode)
            {
                Try(() => stack.AllowTraffic([new InterfaceAddress(index, address, 0)]));
            }
        }
    }

    private void RemoveRules(INetworkStack stack, VrrpInstanceOptions footprint, VrrpInstanceOptions[] staying)
    {
        foreach (VirtualRule rule in footprint.VirtualRules.Where(rule => !staying.Any(instance => instance.VirtualRules.Contains(rule))))
        {
            Try(() => stack.RemoveRule(rule));
        }

        foreach (VirtualRoute route in footprint.VirtualRoutes.Where(route => !staying.Any(instance => instance.VirtualRoutes.Contains(route))))
        {
            Try(() => stack.RemoveRoute(route));
        }
    }

    private void RemoveLink(INetworkStack stack, string name, ulong hardwareAddress)
    {
        if (stack.TryGetLink(name, out LinkState link) && link.HardwareAddress == hardwareAddress)
        {
            Try(() =>
            {
                stack.RemoveVirtualLink(name);
                say($"Removed interface {name}: an agent that was killed had left it.");
            });
        }
    }

    private void Restore(IEnumerable<RecordedSetting> settings)
    {
        foreach (RecordedSetting setting in settings.Where(static setting => setting.Original != setting.Written))
        {
            // Somebody else's change since then stays.
            if (OperatingSystem.IsLinux() && InterfaceSettings.Read(setting.Interface, setting.Family, setting.Key) == setting.Written)
            {
                int error = InterfaceSettings.Write(setting.Interface, new InterfaceSetting(setting.Family, setting.Key, setting.Original));
                if (error == 0)
                {
                    say($"Set {setting.Key} of {setting.Interface} back to {setting.Original}: an agent that was killed had left it at {setting.Written}.");
                }
                else
                {
                    complain($"{setting.Key} of {setting.Interface} could not be set back to {setting.Original} (error {error}).");
                }
            }
        }
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (NetworkException exception)
        {
            complain(exception.Message);
        }
    }
}
