using System.Threading.Channels;
using NginxHa.Agent.CommandLine;
using NginxHa.Agent.Configuration;
using NginxHa.Agent.Logging;
using NginxHa.Agent.Service;
using NginxHa.Topology;
using NginxHa.Vrrp.Runtime.Background;

namespace NginxHa.Agent.Hosting;

/// <summary>What stands between the command line and a running agent: a document that is right, and being the only one.</summary>
internal sealed class AgentHost(AgentArguments arguments, ConfigurationReader reader, AgentLog log, ServiceManager manager, TimeProvider time)
{
    private readonly Channel<AgentRequest> _requests = Channel.CreateUnbounded<AgentRequest>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Begins the end.</summary>
    public void Stop() => _requests.Writer.TryWrite(AgentRequest.Stop);

    /// <summary>Has the document read again.</summary>
    public void Reload() => _requests.Writer.TryWrite(AgentRequest.Reload);

    /// <summary>Runs until told to stop.</summary>
    /// <returns>How the process ends (<see cref="ExitCode"/>).</returns>
    public async Task<int> RunAsync()
    {
        using var signals = new SignalWatch(Reload, Stop);
        ConfigurationResult read = Read();
        foreach (Finding finding in read.Findings)
        {
            log.Finding(finding);
        }

        if (read.Configuration is not { } configuration)
        {
            return ExitCode.NotConfigured;
        }

        log.Configure(LogSettings(configuration.Settings.Log));
        InstanceLock? only = TakeLock(out int refusal);
        if (only is null)
        {
            return refusal;
        }

        using (only)
        {
            await using var agent = new RunningAgent(arguments, configuration, Read, LogSettings, _requests, log, manager, time);
            return await agent.RunAsync().ConfigureAwait(false);
        }
    }

    private ConfigurationResult Read() => reader.Read(arguments.DocumentPath, arguments.NodeName);

    /// <summary>What the command line says of the log stands above the document.</summary>
    private AgentLogSettings LogSettings(AgentLogSettings declared) =>
        new() { Format = arguments.LogFormat ?? declared.Format, Level = arguments.LogLevel ?? declared.Level };

    private InstanceLock? TakeLock(out int refusal)
    {
        refusal = ExitCode.Failure;
        try
        {
            Directory.CreateDirectory(arguments.RuntimeFolder);
            if (ProgramTrust.FindForeignWriter(arguments.RuntimeFolder) is { } hand)
            {
                log.Error($"{hand}; what the agent keeps in its runtime directory nobody else may change.");
                return null;
            }

            InstanceLock? taken = InstanceLock.TryTake(arguments.RuntimeFolder, out string? holder);
            if (taken is null)
            {
                log.Error(holder!);
                refusal = ExitCode.AlreadyRunning;
            }

            return taken;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Error($"The runtime directory '{arguments.RuntimeFolder}' cannot be used: {exception.Message}");
            refusal = exception is UnauthorizedAccessException ? ExitCode.NotPermitted : ExitCode.Failure;
            return null;
        }
    }
}
