namespace NginxHa.Nginx.Control;

/// <summary>What <c>nginx -V</c> says.</summary>
public sealed record NginxBuild
{
    /// <summary>Version: "1.22.1".</summary>
    public required string Version { get; init; }

    /// <summary>Name before the version: "nginx", "openresty".</summary>
    public required string Product { get; init; }

    /// <summary>
    /// Release of nginx itself that <see cref="Version"/> names, three numbers; null for a product that numbers its releases
    /// otherwise. OpenResty adds a fourth number to that of the nginx it is made of.
    /// </summary>
    public Version? Release => Product is "nginx" or "openresty" && System.Version.TryParse(Version, out Version? version) && version.Build >= 0
        ? new Version(version.Major, version.Minor, version.Build)
        : null;

    /// <summary>TLS library and its version; null without.</summary>
    public string? Tls { get; init; }

    /// <summary>Arguments of configure, without quotes.</summary>
    public required IReadOnlyList<string> Options { get; init; }

    /// <summary>Modules that were asked for beyond the standard ones.</summary>
    public required IReadOnlyList<NginxModule> Modules { get; init; }

    /// <summary>Directory to which relative paths of logs and the like refer.</summary>
    public required string Prefix { get; init; }

    /// <summary>Path of the main configuration file.</summary>
    public required string ConfigurationPath { get; init; }

    /// <summary>Path of the file that holds the id of the master.</summary>
    public required string PidPath { get; init; }

    /// <summary>Path of the error log; "stderr" for none.</summary>
    public required string ErrorLogPath { get; init; }

    /// <summary>Reads the output of <c>nginx -V</c>.</summary>
    /// <param name="text">Both streams.</param>
    /// <exception cref="FormatException">There is no version in it.</exception>
    public static NginxBuild Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries);
        string version = Value(lines, "nginx version:") ?? throw new FormatException("no \"nginx version:\" in the output of nginx -V");
        string[] name = version.Split(' ')[0].Split('/', 2);
        List<string> options = SplitOptions(Value(lines, "configure arguments:") ?? string.Empty);
        string prefix = Option(options, "--prefix") ?? (OperatingSystem.IsWindows() ? string.Empty : "/usr/local/nginx");
        return new NginxBuild
        {
            Version = name[^1],
            Product = name.Length > 1 ? name[0] : "nginx",
            Tls = Value(lines, "built with"),
            Options = options,
            Modules = [.. ModulesIn(options)],
            Prefix = prefix,
            ConfigurationPath = Under(prefix, Option(options, "--conf-path") ?? "conf/nginx.conf"),
            PidPath = Under(prefix, Option(options, "--pid-path") ?? "logs/nginx.pid"),
            ErrorLogPath = Option(options, "--error-log-path") is "stderr" ? "stderr" : Under(prefix, Option(options, "--error-log-path") ?? "logs/error.log"),
        };
    }

    private static string Under(string prefix, string path) => Path.Combine(prefix, path);

    private static string? Value(string[] lines, string label) =>
        lines.FirstOrDefault(line => line.StartsWith(label, StringComparison.Ordinal)) is { } line ? line[label.Length..].Trim() : null;

    private static string? Option(List<string> options, string name) =>
        options.FindLast(option => option.StartsWith(name + "=", StringComparison.Ordinal)) is { } option ? option[(name.Length + 1)..] : null;

    private static IEnumerable<NginxModule> ModulesIn(List<string> options)
    {
        foreach (string option in options)
        {
            const string With = "--with-";
            string[] parts = option.Split('=', 2);
            bool module = parts[0].StartsWith(With, StringComparison.Ordinal)
                && (parts[0].EndsWith("_module", StringComparison.Ordinal) || parts[0] is "--with-stream" or "--with-mail");
            if (module)
            {
                yield return new NginxModule(parts[0][With.Length..], parts is [_, "dynamic"]);
            }
            else if (parts[0] is "--add-module" or "--add-dynamic-module" && parts.Length == 2)
            {
                yield return new NginxModule(Path.GetFileName(parts[1].TrimEnd('/')), parts[0] == "--add-dynamic-module");
            }
        }
    }

    /// <summary>Splits at blanks that are outside of single quotes, and drops the quotes.</summary>
    private static List<string> SplitOptions(string text)
    {
        var options = new List<string>();
        var current = new System.Text.StringBuilder();
        bool quoted = false;
        foreach (char c in text)
        {
            if (c == '\'')
            {
                quoted = !quoted;
            }
            else if (c == ' ' && !quoted)
            {
                options.Add(current.ToString());
                current.Clear();
            }
            else
            {
                current.Append(c);
            }
        }

        options.Add(current.ToString());
        options.RemoveAll(option => option.Length == 0);
        return options;
    }
}
