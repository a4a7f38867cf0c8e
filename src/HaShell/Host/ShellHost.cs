using System.Globalization;
using System.Management.Automation.Host;

namespace NginxHa.Shell.Host;

/// <summary>The host that PowerShell's engine talks to.</summary>
internal sealed class ShellHost(ShellUserInterface userInterface) : PSHost
{
    /// <summary>The code that a script asked the process to end with; null while none did.</summary>
    public int? ExitCode { get; set; }

    /// <summary>Whether the output that is being printed is an error.</summary>
    public bool WritesErrors
    {
        get => userInterface.WritesErrors;
        set => userInterface.WritesErrors = value;
    }

    public override string Name => "HaShell";

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version!;

    public override PSHostUserInterface UI => userInterface;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void NotifyBeginApplication() => userInterface.HideProgress();

    public override void NotifyEndApplication()
    {
    }

    public override void EnterNestedPrompt() =>
        throw new NotSupportedException("HaShell has no nested prompts: choose another answer, or use pwsh.");

    public override void ExitNestedPrompt()
    {
    }
}
