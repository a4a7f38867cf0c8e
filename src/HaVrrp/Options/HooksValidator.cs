namespace NginxHa.Vrrp.Options;

/// <summary>Checks the programs of <see cref="VrrpHooks"/>; whether a file may be run is decided when it is, by whoever runs it.</summary>
internal static class HooksValidator
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(1);

    public static void Validate(string field, VrrpHooks hooks, OptionProblemList problems)
    {
        Hook($"{field}.{nameof(hooks.Master)}", hooks.Master, problems);
        Hook($"{field}.{nameof(hooks.Backup)}", hooks.Backup, problems);
        Hook($"{field}.{nameof(hooks.Fault)}", hooks.Fault, problems);
        Hook($"{field}.{nameof(hooks.Stop)}", hooks.Stop, problems);
        Hook($"{field}.{nameof(hooks.Any)}", hooks.Any, problems);
        Hook($"{field}.{nameof(hooks.LowerPriorityReceived)}", hooks.LowerPriorityReceived, problems);
    }

    /// <summary>A program with its arguments and user, as hooks and script tracks have them.</summary>
    public static void Program(string field, string program, IReadOnlyList<string> arguments, string? user, OptionProblemList problems)
    {
        problems.AbsolutePath($"{field}.{nameof(VrrpHook.Program)}", program);
        if (arguments.Any(static a => a is null || a.Contains('\0')))
        {
            problems.Add($"{field}.{nameof(VrrpHook.Arguments)}", string.Join(' ', arguments), "Arguments without zero characters are.");
        }

        if (user is not null)
        {
            problems.Text($"{field}.{nameof(VrrpHook.User)}", user, VrrpInstanceOptionsValidator.LongestName);
        }
    }

    private static void Hook(string field, VrrpHook? hook, OptionProblemList problems)
    {
        if (hook is null)
        {
            return;
        }

        Program(field, hook.Program, hook.Arguments, hook.User, problems);
        problems.Range($"{field}.{nameof(hook.Timeout)}", hook.Timeout, TimeSpan.FromMilliseconds(10), LongestRun);
    }
}
