using System.Collections.Concurrent;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>What this machine can do, asked once.</summary>
public static class Machine
{
    private static readonly string[] ProgramFolders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"];
    private static readonly ConcurrentDictionary<string, string?> Programs = new(StringComparer.Ordinal);

    /// <summary>Why a test with these needs cannot run here, or null when it can.</summary>
    public static string? Missing(Needs needs)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "needs Linux network namespaces";
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return "needs root for network namespaces";
        }

        return MissingProgram("ip")
            ?? (needs.HasFlag(Needs.Keepalived) ? MissingProgram("keepalived") : null)
            ?? (needs.HasFlag(Needs.Nginx) ? MissingProgram("nginx") : null)
            ?? (needs.HasFlag(Needs.Tcpdump) ? MissingProgram("tcpdump") : null)
            ?? (needs.HasFlag(Needs.Tshark) ? MissingProgram("tshark") : null)
            ?? (needs.HasFlag(Needs.Nftables) ? MissingProgram("nft") : null)
            ?? (needs.HasFlag(Needs.Ansible) ? MissingProgram("ansible-playbook") : null);
    }

    /// <summary>Absolute path of a program.</summary>
    /// <exception cref="FileNotFoundException">It is not installed.</exception>
    public static string PathOf(string program) =>
        Find(program) ?? throw new FileNotFoundException($"{program} is not installed.", program);

    private static string? MissingProgram(string program) => Find(program) is null ? $"needs {program}, which is not installed" : null;

    private static string? Find(string program) => Programs.GetOrAdd(
        program,
        static name => ProgramFolders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists));
}
