using System.Globalization;
using System.Text;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Contenders;

/// <summary>keepalived as packaged, its VRRP part alone, logging to syslog as its service does.</summary>
internal sealed class KeepalivedContender(string name = "keepalived") : IContender
{
    public string Name => name;

    public string Describe() => Command.TryRun(null, "keepalived", ["--version"]).Error.Split('\n')[0].Trim();

    public EngineProcess Start(TestNode node, Workload workload)
    {
        ScratchFolder folder = new(forPrograms: true);
        return new EngineProcess(node, folder, "keepalived.conf", workload, Write, "keepalived",
        [
            "--dont-fork", "--vrrp", "--use-file", folder["keepalived.conf"], "--pid", folder["parent.pid"], "--vrrp_pid", folder["vrrp.pid"],
        ]);
    }

    private static string Write(Workload workload)
    {
        StringBuilder text = new("global_defs {\n  router_id bench\n  script_user root\n  enable_script_security\n");
        text.Append(workload.IsRealTime ? "  vrrp_rt_priority 1\n}\n" : "}\n");
        if (workload.TrackProgram is { } program)
        {
            text.Append(CultureInfo.InvariantCulture, $"vrrp_script check {{\n  script \"{program}\"\n  interval 1\n  fall 2\n  rise 2\n}}\n");
        }

        foreach (InstanceSpec instance in workload.Instances)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                vrrp_instance {{instance.Name}} {
                  state {{(instance.Priority == 255 ? "MASTER" : "BACKUP")}}
                  interface {{instance.Interface}}
                  virtual_router_id {{instance.Id}}
                  priority {{instance.Priority}}
                  version {{workload.Version}}
                  advert_int {{workload.Interval.TotalSeconds}}
                  garp_master_delay {{workload.AnnouncementDelay}}
                  virtual_ipaddress {
                    {{instance.Address}}
                  }
                  {{(workload.TrackProgram is null ? "" : "track_script {\n    check\n  }")}}
                }

                """);
        }

        return text.ToString();
    }
}
