using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Options;

/// <summary>
/// Says everything that is wrong with declared options, without looking at the machine: each field, each range, and what
/// does not go together. keepalived repairs several of these silently or with a warning; here they are errors, so that what runs is what was declared.
/// </summary>
public static partial class VrrpInstanceOptionsValidator
{
    /// <summary>Longest name of an instance, group or track in characters.</summary>
    public const int LongestName = 128;

    /// <summary>Longest <see cref="VrrpInstanceOptions.PreemptDelay"/> and <see cref="VrrpInstanceOptions.StartupDelay"/> (keepalived: 1000 s).</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1000);

    /// <summary>Finds the problems of one instance.</summary>
    /// <param name="options">The options.</param>
    /// <returns>Empty when there is none.</returns>
    public static IReadOnlyList<OptionProblem> Validate(VrrpInstanceOptions options) => Validate(options, secretsMayBeWithheld: false);

    /// <summary>Finds the problems of one instance.</summary>
    /// <param name="options">The options.</param>
    /// <param name="secretsMayBeWithheld">They are for an instance of the agent, which keeps the secrets that it has.</param>
    /// <returns>Empty when there is none.</returns>
    public static IReadOnlyList<OptionProblem> Validate(VrrpInstanceOptions options, bool secretsMayBeWithheld)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new OptionProblemList();
        AddressFamily family = options.EffectiveFamily;
        Identity(options, family, problems);
        Timing(options, problems);
        Addresses(options, family, problems);
        Unicast(options, family, problems);
        Routes(options.VirtualRoutes, problems);
        Rules(options.VirtualRules, problems);
        Announcements(options.GratuitousArp, problems);
        Authentication(options, family, secretsMayBeWithheld, problems);
        TrackOptionsValidator.Validate(nameof(options.Tracks), options.Tracks, problems);
        HooksValidator.Validate(nameof(options.Hooks), options.Hooks, problems);
        return problems;
    }

    private static void Identity(VrrpInstanceOptions options, AddressFamily family, OptionProblemList problems)
    {
        problems.Text(nameof(options.Name), options.Name, LongestName);
        problems.Interface(nameof(options.Interface), options.Interface);
        problems.Range(nameof(options.VirtualRouterId), options.VirtualRouterId, VrrpConstants.MinimumVirtualRouterId, VrrpConstants.MaximumVirtualRouterId);
        problems.Range(nameof(options.Priority), options.Priority, 1, VrrpConstants.OwnerPriority);
        problems.Range(nameof(options.DownTimerAdverts), options.DownTimerAdverts, 1, 100);
        problems.Defined(nameof(options.InitialState), options.InitialState);
        if (options.Version is not (VrrpVersion.V2 or VrrpVersion.V3))
        {
            problems.Add(nameof(options.Version), (int)options.Version, "2 or 3 is.");
        }

        if (family is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
        {
            problems.Add(nameof(options.Family), family, "InterNetwork (IPv4) or InterNetworkV6 (IPv6) is.");
        }
        else if (family == AddressFamily.InterNetworkV6 && options.Version == VrrpVersion.V2)
        {
            problems.Add(nameof(options.Version), 2, "VRRPv2 has no IPv6: version 3 is.");
        }

        if (options.NetworkNamespace is { } name && (name.Length is 0 or > 255 || name.Contains('/') || name is "." or ".." || name.Contains('\0')))
        {
            problems.Add(nameof(options.NetworkNamespace), name, "The name of a namespace as 'ip netns' shows it is, without '/'.");
        }

        if (options.VirtualMac is { InterfaceName: { } link })
        {
            problems.Interface($"{nameof(options.VirtualMac)}.{nameof(VirtualMacOptions.InterfaceName)}", link);
            if (link == options.Interface)
            {
                problems.Add($"{nameof(options.VirtualMac)}.{nameof(VirtualMacOptions.InterfaceName)}", link, "Another name than that of the interface below it is.");
            }
        }
    }

    private static void Timing(VrrpInstanceOptions options, OptionProblemList problems)
    {
        if (options.Version is VrrpVersion.V2 or VrrpVersion.V3
            && !VrrpInterval.TryToUnits(options.Version, options.AdvertisementInterval, out _))
        {
            problems.Add(
                nameof(options.AdvertisementInterval),
                OptionProblemList.Seconds(options.AdvertisementInterval),
                options.Version == VrrpVersion.V2
                    ? "VRRPv2 has whole seconds from 1 s to 255 s; shorter intervals need version 3."
                    : "VRRPv3 has hundredths of a second from 0.01 s to 40.95 s.");
        }

        problems.Range(nameof(options.PreemptDelay), options.PreemptDelay, TimeSpan.Zero, LongestDelay);
        problems.Range(nameof(options.StartupDelay), options.StartupDelay, TimeSpan.Zero, LongestDelay);
        bool master = options.InitialState == VrrpInitialState.Master;
        if (!options.Preempt && master)
        {
            problems.Add(nameof(options.Preempt), false, $"Without preemption the {nameof(options.InitialState)} has to be {VrrpInitialState.Backup}.");
        }

        if (!options.Preempt && options.Priority == VrrpConstants.OwnerPriority)
        {
            problems.Add(nameof(options.Preempt), false, "The address owner (priority 255) always preempts (RFC 9568 section 6.1).");
        }

        if (options.PreemptDelay > TimeSpan.Zero && !options.Preempt)
        {
            problems.Add(nameof(options.PreemptDelay), OptionProblemList.Seconds(options.PreemptDelay), "Without preemption there is no delay of it: 0 s is.");
        }

        if (options.PreemptDelay > TimeSpan.Zero && master)
        {
            problems.Add(nameof(options.PreemptDelay), OptionProblemList.Seconds(options.PreemptDelay), $"A delay needs the {nameof(options.InitialState)} {VrrpInitialState.Backup}.");
        }
    }

    private static void Announcements(GratuitousArpOptions options, OptionProblemList problems)
    {
        const string Field = nameof(VrrpInstanceOptions.GratuitousArp);
        var longest = TimeSpan.FromDays(1);
        problems.Range($"{Field}.{nameof(options.Delay)}", options.Delay, TimeSpan.Zero, LongestDelay);
        problems.Range($"{Field}.{nameof(options.Repeat)}", options.Repeat, 1, 255);
        problems.Range($"{Field}.{nameof(options.Refresh)}", options.Refresh, TimeSpan.Zero, longest);
        if (options.Refresh > TimeSpan.Zero && options.Refresh < TimeSpan.FromMilliseconds(100))
        {
            problems.Add($"{Field}.{nameof(options.Refresh)}", OptionProblemList.Seconds(options.Refresh), "0 s for none, or at least 0.1 s is.");
        }

        problems.Range($"{Field}.{nameof(options.RefreshRepeat)}", options.RefreshRepeat, 1, 255);
        problems.Range($"{Field}.{nameof(options.LowerPriorityDelay)}", options.LowerPriorityDelay ?? TimeSpan.Zero, TimeSpan.Zero, LongestDelay);
        problems.Range($"{Field}.{nameof(options.LowerPriorityRepeat)}", options.LowerPriorityRepeat ?? 1, 0, 255);
        problems.Range($"{Field}.{nameof(options.ArpInterval)}", options.ArpInterval, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        problems.Range($"{Field}.{nameof(options.NeighbourAdvertisementInterval)}", options.NeighbourAdvertisementInterval, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    private static bool IsHostAddress(IPAddress? address) =>
        address is { AddressFamily: AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 }
        && InetAddress.FromIPAddress(address) is { IsMulticast: false, IsUnspecified: false, IsBroadcast: false, IsLoopback: false };

    private static string At(string field, int index) => $"{field}[{index.ToString(System.Globalization.CultureInfo.InvariantCulture)}]";
}
