using System.Globalization;
using System.Text;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>Writes the configurations that the tests give to keepalived.</summary>
public sealed record KeepalivedConfig
{
    /// <summary>Name of the instance.</summary>
    public string Name { get; init; } = "K";

    /// <summary>VRID.</summary>
    public int VirtualRouterId { get; init; } = 51;

    /// <summary>Priority.</summary>
    public int Priority { get; init; } = 100;

    /// <summary>Initial state.</summary>
    public string State { get; init; } = "BACKUP";

    /// <summary>Protocol version.</summary>
    public int Version { get; init; } = 2;

    /// <summary>Advertisement interval in seconds.</summary>
    public double Interval { get; init; } = 1;

    /// <summary>Virtual addresses with prefix lengths.</summary>
    public IReadOnlyList<string> VirtualAddresses { get; init; } = [];

    /// <summary>Further lines of the instance.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Further blocks before the instance, such as <c>vrrp_script</c>.</summary>
    public IReadOnlyList<string> Blocks { get; init; } = [];

    /// <summary>The configuration file of one instance.</summary>
    public override string ToString() => Join([this]);

    /// <summary>The configuration file of many instances.</summary>
    public static string Join(IReadOnlyList<KeepalivedConfig> instances)
    {
        // Real-time priority, as our engine has it too: what else a busy machine does must not look like a dead master. The kernel
        // ends a real-time process that uses the processor for longer than its limit, so that is a generous one.
        StringBuilder text = new("""
            global_defs {
              router_id test
              script_user root
              enable_script_security
              max_auto_priority 0
              vrrp_rt_priority 1
              vrrp_rlimit_rttime 1000000
            }

            """);
        foreach (string block in instances.SelectMany(instance => instance.Blocks))
        {
            text.AppendLine(block);
        }

        foreach (KeepalivedConfig instance in instances)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $$"""
                vrrp_instance {{instance.Name}} {
                  state {{instance.State}}
                  interface eth0
                  virtual_router_id {{instance.VirtualRouterId}}
                  priority {{instance.Priority}}
                  version {{instance.Version}}
                  advert_int {{instance.Interval}}
                """);
            foreach (string line in instance.Lines)
            {
                text.AppendLine("  " + line);
            }

            if (instance.VirtualAddresses.Count > 0)
            {
                text.AppendLine("  virtual_ipaddress {\n    " + string.Join("\n    ", instance.VirtualAddresses) + "\n  }");
            }

            text.AppendLine("}");
        }

        return text.ToString();
    }
}
