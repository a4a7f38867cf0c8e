using NginxHa.Installation.Machine;
using NginxHa.Topology;

namespace NginxHa.Installation.Agent;

/// <summary>
/// Service files of the agent. They are those in the module's folder <c>service</c>, which are right for a native agent in its
/// usual place, with what differs put in.
/// </summary>
public static class AgentServiceTexts
{
    private const string UsualProgram = $"{AgentPaths.CurrentLink}/{AgentPaths.Service}";

    /// <summary>The file of a service manager: its path, text, and whether it is run as a program; null for a manager that takes none.</summary>
    /// <param name="manager">The service manager.</param>
    /// <param name="options">What differs.</param>
    public static (string Path, string Text, bool IsProgram)? File(ServiceManager manager, AgentServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return manager switch
        {
            ServiceManager.Systemd => ($"/etc/systemd/system/{AgentPaths.Service}.service", Unit(options), false),
            ServiceManager.OpenRc => ($"/etc/init.d/{AgentPaths.Service}", Script("openrc", options, quote: "\""), true),
            ServiceManager.Chkconfig or ServiceManager.UpdateRc or ServiceManager.RcLocal => ($"/etc/init.d/{AgentPaths.Service}", Script("init", options, quote: ""), true),
            _ => null,
        };
    }

    private static string Unit(AgentServiceOptions options)
    {
        string command = options.Host is null ? options.Program : $"{options.Host} {options.Program}";
        string document = options.DocumentPath == TopologyDocument.DefaultPath ? string.Empty : $" --document {options.DocumentPath}";
        string text = Read("service")
            .Replace($"ExecStart={UsualProgram} run\n", $"ExecStart={command} run{document}\n", StringComparison.Ordinal)
            .Replace(TopologyDocument.DefaultPath, options.DocumentPath, StringComparison.Ordinal);

        // The compiler of the runtime writes code while the program runs; its debugging socket is of no use to a service.
        return options.Host is null
            ? text
            : text.Replace("MemoryDenyWriteExecute=yes\n", "# MemoryDenyWriteExecute is not here: the .NET runtime compiles while it runs.\nEnvironment=DOTNET_EnableDiagnostics=0\n", StringComparison.Ordinal);
    }

    private static string Script(string kind, AgentServiceOptions options, string quote) => Read(kind)
        .Replace($"\nhost={quote}{quote}\n", $"\nhost={quote}{options.Host}{quote}\n", StringComparison.Ordinal)
        .Replace(UsualProgram, options.Program, StringComparison.Ordinal)
        .Replace(TopologyDocument.DefaultPath, options.DocumentPath, StringComparison.Ordinal);

    private static string Read(string kind)
    {
        using Stream stream = typeof(AgentServiceTexts).Assembly.GetManifestResourceStream($"{AgentPaths.Service}.{kind}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
