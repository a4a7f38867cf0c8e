using System.Globalization;
using NginxHa.Nginx.Configuration;
using NginxHa.Platform;

namespace NginxHa.Nginx.Control;

/// <summary>A certain nginx: a program with a configuration, running or not.</summary>
public sealed partial class NginxServer
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly INginxProcessTable _processes;
    private readonly TimeProvider _time;
    private readonly string? _configurationArgument;
    private readonly string? _prefixArgument;

    private NginxServer(NginxProgram program, NginxBuild build, string? configurationPath, string? prefix, INginxProcessTable? processes, TimeProvider? timeProvider)
    {
        Program = program;
        Build = build;
        _configurationArgument = configurationPath is null ? null : Path.GetFullPath(configurationPath);
        _prefixArgument = prefix is null ? null : Path.GetFullPath(prefix);
        _processes = processes ?? NginxProcessTable.Current;
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>The program.</summary>
    public NginxProgram Program { get; }

    /// <summary>What the program is.</summary>
    public NginxBuild Build { get; }

    /// <summary>Its files, as the configuration has them now.</summary>
    public NginxPaths Paths => NginxPaths.Of(Build, _configurationArgument, _prefixArgument);

    /// <summary>Makes one; nothing is started.</summary>
    /// <param name="program">The program.</param>
    /// <param name="configurationPath">Main file; null for the one it was built with.</param>
    /// <param name="prefix">Prefix; null for the one it was built with.</param>
    /// <param name="cancellationToken">Ends the asking for the build.</param>
    /// <param name="processes">Process table; null for that of the machine.</param>
    /// <param name="timeProvider">Clock; null for the system's.</param>
    public static async Task<NginxServer> CreateAsync(
        NginxProgram program,
        string? configurationPath,
        string? prefix,
        CancellationToken cancellationToken,
        INginxProcessTable? processes = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        NginxBuild build = await program.GetBuildAsync(cancellationToken).ConfigureAwait(false);
        return new NginxServer(program, build, configurationPath, prefix, processes, timeProvider);
    }

    /// <summary>Has nginx test the configuration.</summary>
    /// <param name="cancellationToken">Ends the test.</param>
    public Task<NginxTestResult> TestAsync(CancellationToken cancellationToken) =>
        Program.TestAsync(_configurationArgument, _prefixArgument, cancellationToken);

    /// <summary>Has nginx test another main file with the same prefix.</summary>
    /// <param name="configurationPath">Main file.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    public Task<NginxTestResult> TestAsync(string configurationPath, CancellationToken cancellationToken) =>
        Program.TestAsync(configurationPath, _prefixArgument, cancellationToken);

    /// <summary>Master and workers; null when it is not running.</summary>
    public NginxProcessGroup? FindProcesses()
    {
        if (ReadPid(Paths.Pid) is not { } id || !_processes.IsRunning(id))
        {
            return null;
        }

        IReadOnlyList<NginxProcess> all = _processes.List();
        NginxProcess? master = all.FirstOrDefault(process => process.Id == id && process.Role == NginxProcessRole.Master);
        return master is null ? null : new NginxProcessGroup(master, [.. all.Where(process => process.ParentId == id)]);
    }

    /// <summary>Starts nginx and waits until it has workers.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="NginxException">It is running already, or does not start.</exception>
    public async Task<NginxProcessGroup> StartAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (FindProcesses() is { } running)
        {
            throw new NginxException(NginxFailure.AlreadyRunning, string.Create(CultureInfo.InvariantCulture, $"nginx is running already; its master is process {running.Master.Id}."));
        }

        using CancellationTokenSource limit = Limit(timeout, cancellationToken);
        try
        {
            string[] arguments = NginxProgram.Arguments(_configurationArgument, _prefixArgument);
            CommandOutcome output = await NginxProgram.RunAsync(new SystemCommand(Program.Path, arguments) { LeavesDaemon = true }, limit.Token).ConfigureAwait(false);
            if (output.ExitCode != 0)
            {
                NginxTestResult said = NginxTestResult.Parse(output.ExitCode, output.Error);
                string why = said.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error)?.ToString() ?? output.Error.Trim();
                throw new NginxException(NginxFailure.StartFailed, $"nginx did not start: {why}") { Diagnostics = said.Diagnostics };
            }

            while (true)
            {
                if (FindProcesses() is { } group && group.Workers.Any())
                {
                    return group;
                }

                await Task.Delay(Pause, _time, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NginxException(NginxFailure.StartFailed, string.Create(CultureInfo.InvariantCulture, $"nginx has no workers after {timeout.TotalSeconds:0.###} s."));
        }
    }

    /// <summary>Ends nginx and waits until all its processes are gone.</summary>
    /// <param name="graceful">Let the requests in progress come to their end (SIGQUIT); otherwise cut them off (SIGTERM).</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="NginxException">It is not running, or does not end.</exception>
    public async Task StopAsync(bool graceful, TimeSpan timeout, CancellationToken cancellationToken)
    {
        NginxProcessGroup group = FindProcesses() ?? throw NotRunning();
        await SignalAsync(group.Master.Id, graceful ? NginxSignal.Quit : NginxSignal.Stop, cancellationToken).ConfigureAwait(false);
        int[] ids = [group.Master.Id, .. group.Children.Select(child => child.Id)];
        using CancellationTokenSource limit = Limit(timeout, cancellationToken);
        try
        {
            while (ids.Any(_processes.IsRunning))
            {
                await Task.Delay(Pause, _time, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            string left = string.Join(", ", ids.Where(_processes.IsRunning));
            throw new NginxException(NginxFailure.StopFailed, string.Create(CultureInfo.InvariantCulture, $"nginx has not ended after {timeout.TotalSeconds:0.###} s; processes left: {left}."));
        }
    }

    private static NginxException NotRunning() => new(NginxFailure.NotRunning, "nginx is not running.");

    private static int? ReadPid(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(path).AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id > 0 ? id : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private CancellationTokenSource Limit(TimeSpan timeout, CancellationToken cancellationToken)
    {
        // The linked source has no constructor with a clock, so the time limit is a source of its own that ends it.
        var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ITimer timer = _time.CreateTimer(_ => Cancel(linked), null, timeout, Timeout.InfiniteTimeSpan);
        linked.Token.Register(timer.Dispose);
        return linked;
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // What was limited has ended in time.
        }
    }

    private async Task SignalAsync(int master, NginxSignal signal, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows())
        {
            // "nginx -s" would read the whole configuration once more only to find the pid file.
            signal.Send(master);
            return;
        }

        CommandOutcome output = await NginxProgram.RunAsync(
            new SystemCommand(Program.Path, [.. NginxProgram.Arguments(_configurationArgument, _prefixArgument), "-s", signal.Name]), cancellationToken).ConfigureAwait(false);
        if (output.ExitCode != 0)
        {
            throw new NginxException(NginxFailure.ProgramFailed, $"nginx -s {signal.Name} failed: {output.Error.Trim()}");
        }
    }
}
