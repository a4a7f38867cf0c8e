namespace NginxHa.Installation.Planning;

/// <summary>Where a component's program and configuration are.</summary>
/// <param name="Program">The program.</param>
/// <param name="Configuration">The configuration.</param>
/// <param name="Pid">The process id.</param>
public sealed record ComponentPaths(string Program, string Configuration, string Pid)
{
    /// <summary>Those of the distributions' packages, which agree.</summary>
    public static ComponentPaths OfPackage(Component component) => component == Component.Nginx
        ? new ComponentPaths("/usr/sbin/nginx", "/etc/nginx/nginx.conf", "/run/nginx.pid")
        : new ComponentPaths("/usr/sbin/keepalived", "/etc/keepalived/keepalived.conf", "/run/keepalived.pid");
}
