using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Hosting;

namespace NginxHa.Cmdlets;

/// <summary>
/// What every cmdlet of the module stands on: Ctrl+C cancels <see cref="CancellationToken"/>, asynchronous work runs
/// without leaving the pipeline thread, and an exception becomes an error record with a stable id and the right category.
/// </summary>
/// <remarks>
/// Override <see cref="OnBegin"/>, <see cref="OnProcess"/> and <see cref="OnEnd"/>. An exception that leaves
/// <see cref="OnProcess"/> is about one input: it is written as a non-terminating error and the next input goes on.
/// One that leaves <see cref="OnBegin"/> or <see cref="OnEnd"/> ends the cmdlet.
/// </remarks>
public abstract class HaCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Initializes the cmdlet.</summary>
    protected HaCmdlet() => CancellationToken = _stopping.Token;

    /// <summary>Cancelled as soon as the pipeline is stopped (Ctrl+C) or the cmdlet is done.</summary>
    protected CancellationToken CancellationToken { get; }

    /// <summary>Releases what the cmdlet holds; PowerShell calls it when the pipeline ends, however it ends.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs once before the first input.</summary>
    protected virtual void OnBegin()
    {
    }

    /// <summary>Runs once for each input, or once when there is no pipeline input.</summary>
    protected virtual void OnProcess()
    {
    }

    /// <summary>Runs once after the last input.</summary>
    protected virtual void OnEnd()
    {
    }

    /// <summary>Runs on another thread when the pipeline is stopped, after the token was cancelled.</summary>
    protected virtual void OnCancel()
    {
    }

    /// <summary>Releases resources; an override calls the base.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Cancel();
            _stopping.Dispose();
        }
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Terminating(OnBegin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        try
        {
            OnProcess();
        }
        catch (OperationCanceledException) when (CancellationToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception exception) when (!ErrorConversion.BelongsToPowerShell(exception))
        {
            WriteError(exception);
        }
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Terminating(OnEnd);

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        Cancel();
        OnCancel();
    }

    /// <summary>Waits for asynchronous work while the pipeline thread keeps serving it.</summary>
    /// <param name="work">
    /// The work. Its continuations run on the pipeline thread unless it says ConfigureAwait(false), so it may call
    /// WriteObject, WriteProgress, WriteVerbose and the like between its awaits.
    /// </param>
    protected void Await(Func<CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        PipelinePump.Run(() => work(CancellationToken));
    }

    /// <summary>Waits for asynchronous work that has a result; see <see cref="Await(Func{CancellationToken, Task})"/>.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="work">The work.</param>
    /// <returns>What the work returned.</returns>
    protected T Await<T>(Func<CancellationToken, Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        T result = default!;
        PipelinePump.Run(async () => result = await work(CancellationToken).ConfigureAwait(false));
        return result;
    }

    /// <summary>Writes each element as it arrives, until the sequence ends or the pipeline is stopped.</summary>
    /// <typeparam name="T">The element's type.</typeparam>
    /// <param name="sequence">Makes the sequence; it is handed the cmdlet's cancellation token.</param>
    protected void WriteEach<T>(Func<CancellationToken, IAsyncEnumerable<T>> sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        Await(async token =>
        {
            await foreach (T element in sequence(token).WithCancellation(token))
            {
                WriteObject(element);
            }
        });
    }

    /// <summary>Writes an exception as a non-terminating error.</summary>
    /// <param name="exception">The exception; one made by <see cref="HaErrors"/> keeps its id and category.</param>
    /// <param name="target">What the error is about, unless the exception says so itself.</param>
    protected void WriteError(Exception exception, object? target = null) =>
        WriteError(ErrorConversion.ToErrorRecord(exception, target));

    /// <summary>Ends the cmdlet with an error.</summary>
    /// <param name="exception">The exception; one made by <see cref="HaErrors"/> keeps its id and category.</param>
    /// <param name="target">What the error is about, unless the exception says so itself.</param>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    protected void ThrowTerminatingError(Exception exception, object? target = null)
    {
        ThrowTerminatingError(ErrorConversion.ToErrorRecord(exception, target));
        throw exception; // Not reached: the line above always throws; the compiler cannot know.
    }

    /// <summary>The file system paths that a user's path stands for, relative ones from the session's location.</summary>
    /// <param name="path">A path as typed; it need not exist.</param>
    /// <returns>The absolute path.</returns>
    protected string ResolveFilePath(string path) => GetUnresolvedProviderPathFromPSPath(path);

    private void Terminating(Action step)
    {
        try
        {
            step();
        }
        catch (OperationCanceledException) when (CancellationToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception exception) when (!ErrorConversion.BelongsToPowerShell(exception))
        {
            ThrowTerminatingError(exception);
        }
    }

    private void Cancel()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The cmdlet ended while the stop was on its way: nothing is left to cancel.
        }
    }
}
