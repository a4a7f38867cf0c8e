using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Engines;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>Writes what happens to virtual routers, as it happens, until Ctrl+C, a number or a time.</summary>
[Cmdlet(VerbsCommon.Watch, "VrrpInstance")]
[OutputType(typeof(VrrpEvent))]
public sealed class WatchVrrpInstanceCommand : VrrpEngineCmdlet
{
    /// <summary>Names of instances and groups, which need not run yet; wildcards work. All by default.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(InstanceNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Kinds of events; changes of state by default.</summary>
    [Parameter]
    public VrrpEventKind[] Kind { get; set; } = [VrrpEventKind.StateChanged, VrrpEventKind.GroupStateChanged];

    /// <summary>Every kind of event.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>End after this many events.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary>End after this time; no limit by default.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <inheritdoc/>
    protected override void OnEnd() => Await(WatchAsync);

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        WildcardPattern[] patterns = [.. Name.Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase))];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var subscription = new EventSubscription(await EngineSelector.GetAnsweringAsync(Engine, cancellationToken));
        if (Timeout >= TimeSpan.Zero)
        {
            limit.CancelAfter(Timeout);
        }

        try
        {
            int written = 0;
            while (written < Count)
            {
                VrrpEvent happened = await subscription.Events.ReadAsync(limit.Token);
                if ((All || Kind.Contains(happened.Kind)) && Array.Exists(patterns, pattern => pattern.IsMatch(happened.Name)))
                {
                    WriteObject(happened);
                    written++;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over, which is no error.
        }
    }
}
