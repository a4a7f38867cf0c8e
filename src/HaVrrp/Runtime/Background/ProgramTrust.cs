using System.Runtime.Versioning;

namespace NginxHa.Vrrp.Runtime.Background;

/// <summary>
/// Whether a program may be run as root: nobody but root may be able to change it, or any folder on the way to it, or the
/// places where symbolic links lead (keepalived <c>enable_script_security</c>).
/// </summary>
public static class ProgramTrust
{
    private const int LongestLinkChain = 40;

    /// <summary>Finds what speaks against running a program.</summary>
    /// <param name="program">Absolute path; a script of PowerShell (.ps1) is run by pwsh.</param>
    /// <returns>A sentence without a full stop, or null when nothing does. Ownership counts only while this process is privileged.</returns>
    public static string? FindProblem(string program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (!Path.IsPathFullyQualified(program))
        {
            return $"'{program}' is not an absolute path";
        }

        if (!File.Exists(program))
        {
            return Directory.Exists(program) ? $"'{program}' is a folder" : $"'{program}' does not exist";
        }

        if (PowerShellScript.Is(program))
        {
            return FindScriptProblem(program);
        }

        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if ((File.GetUnixFileMode(program) & Executable) == 0)
        {
            return $"'{program}' is not executable";
        }

        return Environment.IsPrivilegedProcess ? FindForeignHand(Path.GetFullPath(program)) : null;
    }

    /// <summary>Finds who else than root could change a file that a privileged process takes its word from, such as its configuration.</summary>
    /// <param name="path">Absolute path of a file that is there.</param>
    /// <returns>A sentence without a full stop, or null when nobody could, or while this process is not privileged.</returns>
    public static string? FindForeignWriter(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? FindForeignHand(Path.GetFullPath(path)) : null;
    }

    /// <summary>A script is read by its interpreter: it need not be executable, but both have to be root's alone.</summary>
    private static string? FindScriptProblem(string script) =>
        PowerShellScript.FindHost() is not { } host
            ? $"'{script}' is a script of PowerShell, and there is no pwsh to run it"
            : FindForeignWriter(script) ?? FindForeignWriter(host);

    [SupportedOSPlatform("linux")]
    private static string? FindForeignHand(string path)
    {
        // Each round follows one symbolic link; every path on the way is looked at from the root on.
        for (int links = 0; links < LongestLinkChain; links++)
        {
            string? target = null;
            string walked = "/";
            string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            for (int i = 0; i <= parts.Length && target is null; i++)
            {
                if (PathFacts.Read(walked) is not { } facts)
                {
                    return $"'{walked}' cannot be looked at";
                }

                if (facts.IsSymbolicLink)
                {
                    string next = File.ResolveLinkTarget(walked, returnFinalTarget: false)!.FullName;
                    target = Path.GetFullPath(Path.Combine([next, .. parts[i..]]));
                }
                else if (facts.Owner != 0)
                {
                    return $"'{walked}' belongs to another user than root (user id {facts.Owner})";
                }
                else if (facts.IsWritableByOthersThan(group: 0))
                {
                    return $"'{walked}' can be changed by others than root";
                }

                if (i < parts.Length && target is null)
                {
                    walked = Path.Combine(walked, parts[i]);
                }
            }

            if (target is null)
            {
                return null;
            }

            path = target;
        }

        return $"'{path}' has too many symbolic links";
    }
}
