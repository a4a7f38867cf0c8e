namespace NginxHa.Installation.Services;

/// <summary>A daemon as the service managers have to know it.</summary>
/// <param name="Name">Name of the service.</param>
/// <param name="Description">What it is.</param>
/// <param name="Program">Path of the program.</param>
/// <param name="ConfigurationPath">Its configuration.</param>
/// <param name="PidPath">Where its process id is.</param>
public sealed record ServiceDefinition(string Name, string Description, string Program, string ConfigurationPath, string PidPath)
{
    /// <summary>Services that start earlier and stop later.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Arguments that make it a daemon.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Arguments that keep it in the foreground, for a manager that watches it itself.</summary>
    public IReadOnlyList<string> ForegroundArguments { get; init; } = [];

    /// <summary>Arguments that test the configuration.</summary>
    public IReadOnlyList<string> TestArguments { get; init; } = [];

    /// <summary>Signal that ends it in good order.</summary>
    public string StopSignal { get; init; } = "TERM";

    /// <summary>nginx, as built with a prefix.</summary>
    public static ServiceDefinition Nginx(string program, string configurationPath, string pidPath) =>
        new("nginx", "nginx web server and load balancer", program, configurationPath, pidPath)
        {
            Arguments = ["-c", configurationPath],
            ForegroundArguments = ["-c", configurationPath, "-g", "daemon off;"],
            TestArguments = ["-t", "-q", "-c", configurationPath],
            StopSignal = "QUIT",
        };

    /// <summary>keepalived, which starts after nginx so that its first check finds it.</summary>
    public static ServiceDefinition Keepalived(string program, string configurationPath, string pidPath) =>
        new("keepalived", "keepalived, VRRP and health checks", program, configurationPath, pidPath)
        {
            After = ["nginx"],
            Arguments = ["--use-file", configurationPath, "--pid", pidPath],
            ForegroundArguments = ["--dont-fork", "--use-file", configurationPath, "--pid", pidPath],
            TestArguments = ["--config-test", "--use-file", configurationPath],
        };
}
