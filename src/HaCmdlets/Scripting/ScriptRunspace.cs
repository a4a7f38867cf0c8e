using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace NginxHa.Cmdlets.Scripting;

/// <summary>
/// A runspace of its own for scripts that run in the background, one at a time. It is opened with the first script, and has
/// the module's cmdlets besides PowerShell's own.
/// </summary>
internal sealed class ScriptRunspace(string name) : IDisposable
{
    private const string VerbatimArgument = "--%";
    private readonly SemaphoreSlim _turn = new(1);
    private Runspace? _runspace;
    private bool _isDisposed;

    /// <summary>Runs a script to its end. Whatever it does wrong is in the result: this throws for cancellation only.</summary>
    /// <param name="script">The script.</param>
    /// <param name="subject">What the script is about: <c>$_</c> and its first argument.</param>
    /// <param name="variable">A variable that has it too, under a name of its own.</param>
    /// <param name="cancellationToken">Stops the script.</param>
    public async Task<ScriptResult> RunAsync(CapturedScript script, object? subject, string? variable, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var shell = PowerShell.Create();
            shell.Runspace = Open();
            if (variable is not null)
            {
                shell.Runspace.SessionStateProxy.SetVariable(variable, subject);
            }

            shell.Runspace.SessionStateProxy.SetVariable("_", subject);
            shell.AddScript(script.Text);
            if (subject is not null)
            {
                shell.AddArgument(subject);
            }

            if (script.UsingValues.Count > 0)
            {
                shell.AddParameter(VerbatimArgument, script.UsingValues);
            }

            return await InvokeAsync(shell, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        Interlocked.Exchange(ref _runspace, null)?.Dispose();
    }

    private static async Task<ScriptResult> InvokeAsync(PowerShell shell, CancellationToken cancellationToken)
    {
        string? failure = null;
        PSObject[] output = [];
        using (cancellationToken.UnsafeRegister(static state => ((PowerShell)state!).BeginStop(null, null), shell))
        {
            try
            {
                output = [.. await InvokeInBackgroundAsync(shell).ConfigureAwait(false)];
            }
            catch (PipelineStoppedException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
            catch (Exception exception)
            {
                failure = exception.Message;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        failure ??= shell.Streams.Error.Select(error => error.ToString()).FirstOrDefault();
        return new ScriptResult(
            output,
            failure,
            [
                .. shell.Streams.Warning.Select(record => (HookMessageLevel.Warning, record.Message)),
                .. shell.Streams.Information.Select(record => (HookMessageLevel.Information, record.MessageData?.ToString() ?? string.Empty)),
            ]);
    }

    // PowerShell's own threads are foreground ones: a script that hangs, or waits for its next run, would keep the process
    // from ending, and the instances from being stopped. Long-running tasks have a background thread to themselves.
    private static Task<Collection<PSObject>> InvokeInBackgroundAsync(PowerShell shell) => Task.Factory.StartNew(
        static state => ((PowerShell)state!).Invoke(),
        shell,
        CancellationToken.None,
        TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
        TaskScheduler.Default);

    private Runspace Open()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_runspace is { } open)
        {
            return open;
        }

        Runspace runspace = RunspaceFactory.CreateRunspace(CreateSessionState());
        runspace.Name = name;
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        return _runspace = runspace;
    }

    // The cmdlets are put in one by one: importing the module would count as one more user of it, and Remove-Module would
    // then not stop the instances.
    private static InitialSessionState CreateSessionState()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        foreach (Type type in typeof(ScriptRunspace).Assembly.GetExportedTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet)
            {
                state.Commands.Add(new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, null));
            }
        }

        return state;
    }
}
