using NginxHa.Agent.CommandLine;
using NginxHa.Agent.Configuration;
using NginxHa.Agent.Hosting;
using NginxHa.Agent.Logging;
using NginxHa.Agent.Service;
using NginxHa.Topology;

namespace NginxHa.Agent;

/// <summary>The program nginxha-agent.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (!ArgumentReader.TryRead(args, out AgentArguments arguments, out string? problem))
        {
            await Console.Error.WriteLineAsync($"nginxha-agent: {problem}\n{ArgumentReader.Usage}").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        var reader = new ConfigurationReader(
            LocalIdentity.Read, Environment.GetEnvironmentVariable(SecretLookup.CredentialsVariable) is { Length: > 0 } folder ? folder : null, isRunning: arguments.Verb == AgentVerb.Run);
        switch (arguments.Verb)
        {
            case AgentVerb.Version:
                await Console.Out.WriteLineAsync(AgentVersion.Text).ConfigureAwait(false);
                return ExitCode.Success;
            case AgentVerb.Check:
                return CheckCommand.Run(arguments, reader, Console.Out);
            case AgentVerb.Status:
                return await StatusCommand.RunAsync(arguments, Console.Out, Console.Error).ConfigureAwait(false);
            case AgentVerb.Help:
                await Console.Out.WriteLineAsync(ArgumentReader.Usage).ConfigureAwait(false);
                return ExitCode.Success;
        }

        using var log = new AgentLog(
            new AgentLogSettings { Format = arguments.LogFormat ?? AgentLogFormat.Auto, Level = arguments.LogLevel ?? AgentLogLevel.Information }, Console.Error, TimeProvider.System);
        using ServiceManager manager = ServiceManager.FromEnvironment();
        var host = new AgentHost(arguments, reader, log, manager, TimeProvider.System);
        if (OperatingSystem.IsWindows())
        {
            manager.Notified = static message =>
            {
                if (message.StartsWith(NotifyMessage.IsReady, StringComparison.Ordinal))
                {
                    WindowsServiceDispatcher.ReportRunning();
                }
            };
            if (WindowsServiceDispatcher.TryRun(() => RunAsync(host, log).GetAwaiter().GetResult(), host.Stop, host.Reload) is { } code)
            {
                return code;
            }
        }

        return await RunAsync(host, log).ConfigureAwait(false);
    }

    private static async Task<int> RunAsync(AgentHost host, AgentLog log)
    {
        try
        {
            return await host.RunAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever it is: the log says it, and the service manager starts the agent again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            log.Error($"The agent has failed: {exception}");
            return ExitCode.Failure;
        }
    }
}
