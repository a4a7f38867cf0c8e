using NginxHa.Installation.Machine;
using NginxHa.Platform;

namespace NginxHa.Installation.Packages;

/// <summary>The account that nginx's workers run under: no home, no shell, no rights.</summary>
public static class AccountCommands
{
    /// <summary>Makes the account and its group.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="name">Name of the account and of its group.</param>
    /// <param name="groupExists">The group is there already.</param>
    public static IReadOnlyList<SystemCommand> Create(MachineFacts facts, string name, bool groupExists)
    {
        ArgumentNullException.ThrowIfNull(facts);
        SystemCommand[] group = groupExists ? [] : [facts.HasUserAdd ? new("groupadd", "--system", name) : new("addgroup", "-S", name)];
        return
        [
            .. group,
            facts.HasUserAdd
                ? new SystemCommand("useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", facts.NoLoginShell, "--gid", name, name)
                : new SystemCommand("adduser", "-S", "-D", "-H", "-h", "/nonexistent", "-s", facts.NoLoginShell, "-G", name, name),
        ];
    }

    /// <summary>Whether a text in the form of <c>/etc/passwd</c> or <c>/etc/group</c> has a name.</summary>
    public static bool Has(string? database, string name) =>
        database is not null && database.Split('\n').Any(line => line.StartsWith(name + ":", StringComparison.Ordinal));
}
