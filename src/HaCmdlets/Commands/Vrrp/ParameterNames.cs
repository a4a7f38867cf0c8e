using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>Says problems of options in the words of the command line.</summary>
internal static class ParameterNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [nameof(VrrpInstanceOptions.VirtualAddresses)] = "VirtualIp",
        [nameof(VrrpInstanceOptions.UnicastPeers)] = "UnicastPeer",
        [nameof(VrrpInstanceOptions.VirtualRoutes)] = "VirtualRoute",
        [nameof(VrrpInstanceOptions.VirtualRules)] = "VirtualRule",
        [nameof(VrrpInstanceOptions.Tracks)] = "Track",
        [nameof(VrrpInstanceOptions.Preempt)] = "NoPreempt",
        [nameof(VrrpInstanceOptions.AcceptMode)] = "NoAccept",
        ["VirtualMac.InterfaceName"] = "VirtualMacInterface",
        ["VirtualMac.TransmitFromParent"] = "TransmitFromParent",
        ["GratuitousArp.Delay"] = "GratuitousArpDelay",
        ["GratuitousArp.Repeat"] = "GratuitousArpRepeat",
        ["GratuitousArp.Refresh"] = "GratuitousArpRefresh",
        ["GratuitousArp.RefreshRepeat"] = "GratuitousArpRefreshRepeat",
        ["GratuitousArp.LowerPriorityDelay"] = "LowerPriorityArpDelay",
        ["GratuitousArp.LowerPriorityRepeat"] = "LowerPriorityArpRepeat",
        ["GratuitousArp.ArpInterval"] = "GratuitousArpInterval",
        ["GratuitousArp.NeighbourAdvertisementInterval"] = "NeighbourAdvertisementInterval",
        ["Authentication.Method"] = "AuthenticationType",
        ["Authentication.Secret"] = "Authentication",
        ["Authentication.Keys"] = "HmacKey",
        ["Authentication.ActiveKeyId"] = "ActiveHmacKey",
        ["Authentication.HmacMode"] = "HmacMode",
        ["Authentication.AntiReplay"] = "AntiReplay",
        ["Authentication.AntiReplayWindow"] = "AntiReplayWindow",
        ["Hooks.Master"] = "MasterProgram",
        ["Hooks.Backup"] = "BackupProgram",
        ["Hooks.Fault"] = "FaultProgram",
        ["Hooks.Stop"] = "StopProgram",
        ["Hooks.Any"] = "ChangeProgram",
        ["Hooks.LowerPriorityReceived"] = "LowerPriorityProgram",
        [nameof(SyncGroupOptions.Members)] = "Member",
    };

    /// <summary>The same problems, each with the parameter's name instead of the option's.</summary>
    public static IReadOnlyList<OptionProblem> Translate(IReadOnlyList<OptionProblem> problems) =>
        [.. problems.Select(problem => problem with { Field = "-" + Translate(problem.Field) })];

    private static string Translate(string field)
    {
        // The longest beginning that is known, so that an index or a member behind it stays.
        for (int end = field.Length; end > 0; end = field.LastIndexOfAny(['.', '['], end - 1))
        {
            if (Names.TryGetValue(field[..end], out string? name))
            {
                return name + field[end..];
            }
        }

        return field;
    }
}
