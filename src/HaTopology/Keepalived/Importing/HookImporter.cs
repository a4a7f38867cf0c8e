using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>Reads notify statements of instances and groups; the first of each kind counts, as in keepalived.</summary>
internal sealed class HookImporter(ImportContext context, ValueReader values, string head)
{
    public VrrpHooks Hooks { get; private set; } = VrrpHooks.None;

    public bool TryImport(KeepalivedStatement statement)
    {
        switch (statement.Keyword)
        {
            case "notify_master":
                Hooks = Hooks with { Master = Read(statement, Hooks.Master) };
                return true;
            case "notify_backup":
                Hooks = Hooks with { Backup = Read(statement, Hooks.Backup) };
                return true;
            case "notify_fault":
                Hooks = Hooks with { Fault = Read(statement, Hooks.Fault) };
                return true;
            case "notify_stop":
                Hooks = Hooks with { Stop = Read(statement, Hooks.Stop) };
                return true;
            case "notify":
                Hooks = Hooks with { Any = Read(statement, Hooks.Any) };
                return true;
            case "notify_master_rx_lower_pri":
                Hooks = Hooks with { LowerPriorityReceived = Read(statement, Hooks.LowerPriorityReceived) };
                return true;
            default:
                return false;
        }
    }

    private VrrpHook? Read(KeepalivedStatement statement, VrrpHook? before)
    {
        if (before is not null)
        {
            values.Error("DuplicateStatement", statement, $"'{statement.Keyword}' stands there twice; the first one counts.");
            return before;
        }

        CommandLine? command = CommandLine.Read(statement, values);
        if (command is null)
        {
            return null;
        }

        if (command.Group is not null && command.Group != command.User)
        {
            context.KeepTranslated([head], statement, $"Only the user is taken over; programs run with that user's own groups, not with '{command.Group}'.");
        }

        return new VrrpHook { Program = command.Program, Arguments = command.Arguments, User = command.User ?? context.Settings.ScriptUser };
    }
}
