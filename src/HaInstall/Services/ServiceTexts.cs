using System.Text;
using NginxHa.Installation.Machine;

namespace NginxHa.Installation.Services;

/// <summary>Service files for what was built from source, and what orders the packages' own services.</summary>
public static class ServiceTexts
{
    /// <summary>Where a drop-in says that the packaged keepalived starts after nginx.</summary>
    public const string OrderPath = "/etc/systemd/system/keepalived.service.d/nginxha.conf";

    /// <summary>Its text.</summary>
    public const string Order = "# Written by NginxHa: the first check of keepalived is to find nginx running.\n[Unit]\nAfter=nginx.service\n";

    /// <summary>The file of a service: path, text, and whether it is run as a program.</summary>
    /// <param name="manager">The service manager.</param>
    /// <param name="service">The service.</param>
    public static (string Path, string Text, bool IsProgram)? File(ServiceManager manager, ServiceDefinition service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return manager switch
        {
            ServiceManager.Systemd => ($"/etc/systemd/system/{service.Name}.service", Unit(service), false),
            ServiceManager.OpenRc => ($"/etc/init.d/{service.Name}", OpenRcScript(service), true),
            ServiceManager.Chkconfig or ServiceManager.UpdateRc or ServiceManager.RcLocal => ($"/etc/init.d/{service.Name}", InitScript(service), true),
            _ => null,
        };
    }

    private static string Unit(ServiceDefinition service)
    {
        string after = string.Join(' ', service.After.Select(name => $"{name}.service").Prepend("network-online.target"));
        return $"""
            # Written by NginxHa.
            [Unit]
            Description={service.Description}
            After={after}
            Wants=network-online.target
            ConditionFileNotEmpty={service.ConfigurationPath}

            [Service]
            Type=simple
            ExecStartPre={Line(service.Program, service.TestArguments)}
            ExecStart={Line(service.Program, service.ForegroundArguments)}
            ExecReload={Line(service.Program, service.TestArguments)}
            ExecReload=/bin/kill -HUP $MAINPID
            KillSignal=SIG{service.StopSignal}
            KillMode=mixed
            TimeoutStopSec=10
            Restart=on-failure

            [Install]
            WantedBy=multi-user.target

            """;
    }

    private static string Line(string program, IEnumerable<string> arguments) =>
        string.Join(' ', arguments.Prepend(program).Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word));

    private static string OpenRcScript(ServiceDefinition service)
    {
        string after = service.After.Count == 0 ? string.Empty : $"\tafter {string.Join(' ', service.After)}\n";
        return $$"""
            #!/sbin/openrc-run
            # Written by NginxHa.
            description="{{service.Description}}"
            extra_started_commands="reload"
            command="{{service.Program}}"
            command_args="{{ShellWords(service.Arguments)}}"
            pidfile="{{service.PidPath}}"
            retry="{{service.StopSignal}}/10/KILL/5"

            depend() {
            	need net
            {{after}}}

            start_pre() {
            	"$command" {{ShellWords(service.TestArguments)}}
            }

            reload() {
            	start_pre || return 1
            	start-stop-daemon --signal HUP --pidfile "$pidfile"
            }

            """;
    }

    private static string InitScript(ServiceDefinition service)
    {
        // chkconfig's numbers: start late, and keepalived after nginx; stop in the opposite order.
        (int start, int stop) = service.After.Count == 0 ? (85, 15) : (86, 14);
        string after = string.Join(' ', service.After.Prepend("$network"));
        var text = new StringBuilder();
        text.Append("#!/bin/sh\n# Written by NginxHa.\n#\n");
        text.Append(FormattableString.Invariant($"# chkconfig: 2345 {start} {stop}\n"));
        text.Append($"# description: {service.Description}\n#\n");
        text.Append("### BEGIN INIT INFO\n");
        text.Append($"# Provides:          {service.Name}\n");
        text.Append("# Required-Start:    $local_fs $remote_fs $network\n# Required-Stop:     $local_fs $remote_fs $network\n");
        text.Append($"# Should-Start:      {after}\n# Should-Stop:       {after}\n");
        text.Append("# Default-Start:     2 3 4 5\n# Default-Stop:      0 1 6\n");
        text.Append($"# Short-Description: {service.Description}\n### END INIT INFO\n\n");
        text.Append($"program={service.Program}\npidfile={service.PidPath}\n");
        text.Append($$"""

            running() {
                [ -s "$pidfile" ] && kill -0 "$(cat "$pidfile")" 2> /dev/null
            }

            check() {
                "$program" {{ShellWords(service.TestArguments)}}
            }

            start() {
                running && return 0
                check && "$program" {{ShellWords(service.Arguments)}}
            }

            stop() {
                running || return 0
                kill -{{service.StopSignal}} "$(cat "$pidfile")"
                for second in 1 2 3 4 5 6 7 8 9 10; do
                    running || return 0
                    sleep 1
                done
                kill -KILL "$(cat "$pidfile")"
            }

            case "$1" in
                start) start ;;
                stop) stop ;;
                restart) check && stop && start ;;
                reload) running && check && kill -HUP "$(cat "$pidfile")" ;;
                status) if running; then echo "{{service.Name}} is running"; else echo "{{service.Name}} is not running"; exit 3; fi ;;
                *) echo "Usage: $0 {start|stop|restart|reload|status}" >&2; exit 2 ;;
            esac

            """);
        return text.ToString();
    }

    private static string ShellWords(IEnumerable<string> words) =>
        string.Join(' ', words.Select(word => word.All(character => char.IsAsciiLetterOrDigit(character) || "-_./".Contains(character, StringComparison.Ordinal)) ? word : $"'{word}'"));
}
