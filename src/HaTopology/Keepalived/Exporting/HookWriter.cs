using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Keepalived.Exporting;

/// <summary>Writes the notify statements of an instance or a group.</summary>
internal static class HookWriter
{
    private static readonly TimeSpan _standardTimeout = new VrrpHook { Program = "/" }.Timeout;

    public static void Write(ConfigurationText text, VrrpHooks hooks, string head)
    {
        Write(text, "notify_master", hooks.Master, head);
        Write(text, "notify_backup", hooks.Backup, head);
        Write(text, "notify_fault", hooks.Fault, head);
        Write(text, "notify_stop", hooks.Stop, head);
        Write(text, "notify", hooks.Any, head);
        Write(text, "notify_master_rx_lower_pri", hooks.LowerPriorityReceived, head);
    }

    public static IEnumerable<VrrpHook> All(VrrpHooks hooks) =>
        new[] { hooks.Master, hooks.Backup, hooks.Fault, hooks.Stop, hooks.Any, hooks.LowerPriorityReceived }.OfType<VrrpHook>();

    private static void Write(ConfigurationText text, string keyword, VrrpHook? hook, string head)
    {
        if (hook is null)
        {
            return;
        }

        text.Command(keyword, hook.Program, hook.Arguments, hook.User);
        if (hook.Timeout != _standardTimeout)
        {
            text.Findings.Information("NoEquivalent", default, $"keepalived has no time limit for {keyword} of {head}; {ConfigurationText.Seconds(hook.Timeout)} s is not written.", head);
        }
    }
}
