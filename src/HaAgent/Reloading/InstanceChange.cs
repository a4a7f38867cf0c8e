using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime.Core;

namespace NginxHa.Agent.Reloading;

/// <summary>An instance as it runs and as it shall run.</summary>
/// <param name="Before">As it runs.</param>
/// <param name="After">As it shall run.</param>
/// <param name="FixedOption">The option that cannot change while it runs, or null.</param>
/// <param name="Detail">Names of the options that differ, for people.</param>
internal sealed record InstanceChange(VrrpInstanceOptions Before, VrrpInstanceOptions After, string? FixedOption, string Detail)
{
    /// <summary>Whether it has to stop and start anew.</summary>
    public bool NeedsRestart => FixedOption is not null;

    /// <summary>Compares two declarations of one instance; null when they say the same.</summary>
    public static InstanceChange? Between(VrrpInstanceOptions before, VrrpInstanceOptions after)
    {
        string? option = OptionsDifference.FindFixed(before, after);
        string others = OptionsDifference.Describe(before, after);
        return option is null && others.Length == 0
            ? null
            : new InstanceChange(before, after, option, option is null ? others : others.Length == 0 ? option : $"{option}, {others}");
    }
}
