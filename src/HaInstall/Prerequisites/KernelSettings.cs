namespace NginxHa.Installation.Prerequisites;

/// <summary>The file with the kernel's network settings that virtual IPs need.</summary>
public static class KernelSettings
{
    /// <summary>Where it is.</summary>
    public const string Path = "/etc/sysctl.d/90-nginxha.conf";

    private const string Heading = "# Written by NginxHa: what virtual IPs need of the kernel.";

    /// <summary>The text with some settings added or changed; the others stay.</summary>
    /// <param name="text">The text as it is; null when there is none.</param>
    /// <param name="settings">Values by name.</param>
    public static string With(string? text, IEnumerable<KeyValuePair<string, string>> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in (text ?? string.Empty).Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && !line.StartsWith('#'))
            {
                all[line[..equals].Trim()] = line[(equals + 1)..].Trim();
            }
        }

        foreach ((string name, string value) in settings)
        {
            all[name] = value;
        }

        return Heading + "\n" + string.Concat(all.Select(setting => $"{setting.Key} = {setting.Value}\n"));
    }

    /// <summary>Name of a setting of one interface. A dot in the interface's name is written as a slash (sysctl.d(5)).</summary>
    public static string OfInterface(string family, string link, string setting)
    {
        ArgumentNullException.ThrowIfNull(link);
        return $"net.{family}.conf.{link.Replace('.', '/')}.{setting}";
    }

    /// <summary>Where the kernel has a setting: dots become slashes, and slashes dots.</summary>
    public static string PathOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return "/proc/sys/" + string.Concat(name.Select(character => character switch { '.' => '/', '/' => '.', _ => character }));
    }
}
