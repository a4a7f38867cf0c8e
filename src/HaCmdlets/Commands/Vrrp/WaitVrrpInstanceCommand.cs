using System.Management.Automation;
using NginxHa.Cmdlets.Engines;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>Waits until virtual routers are in a state.</summary>
[Cmdlet(VerbsLifecycle.Wait, "VrrpInstance", DefaultParameterSetName = NameSet)]
[OutputType(typeof(VrrpInstanceStatus), typeof(bool))]
public sealed class WaitVrrpInstanceCommand : VrrpNamedCmdlet
{
    private readonly List<VrrpInstanceStatus> _instances = [];

    /// <summary>The states, any of which will do. Initialize waits for the stop of an instance.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public VrrpState[] State { get; set; } = null!;

    /// <summary>Longest time to wait for all of them; no limit by default.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Write true or false for each instance instead of a status or an error.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess() => _instances.AddRange(FindInstances());

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        VrrpInstanceStatus?[] reached = Await(WaitForAllAsync);
        for (int i = 0; i < reached.Length; i++)
        {
            if (Quiet)
            {
                WriteObject(reached[i] is not null);
            }
            else if (reached[i] is { } status)
            {
                WriteObject(status);
            }
            else
            {
                WriteNotReached(_instances[i]);
            }
        }
    }

    private async Task<VrrpInstanceStatus?[]> WaitForAllAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (Timeout is { } timeout && timeout != System.Threading.Timeout.InfiniteTimeSpan)
        {
            limit.CancelAfter(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero);
        }

        VrrpInstanceStatus?[] reached = await Task.WhenAll(
            _instances.Select(instance => InstanceWait.ForStateAsync(instance, State, limit.Token))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return reached;
    }

    private void WriteNotReached(VrrpInstanceStatus instance)
    {
        string name = instance.Options.Name;
        VrrpInstanceStatus? now = Await(token => EngineSelector.Get(instance.Engine).GetInstancesAsync(token))
            .FirstOrDefault(status => status.Options.Name == name);
        string wanted = string.Join(" or ", State);
        string message = now is null
            ? $"'{name}' was stopped while it was waited for to be {wanted}."
            : FormattableString.Invariant(
                $"'{name}' was not {wanted} within {Timeout?.TotalSeconds:0.###} s: it is {now.State} ({now.Reason}).");
        WriteError(new ErrorRecord(new TimeoutException(message), "VrrpStateNotReached", ErrorCategory.OperationTimeout, name));
    }
}
