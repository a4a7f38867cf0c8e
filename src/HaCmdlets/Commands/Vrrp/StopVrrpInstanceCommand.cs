using System.Management.Automation;
using NginxHa.Cmdlets.Engines;
using NginxHa.Cmdlets.Scripting;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>Stops virtual routers: the master says goodbye (priority 0) and its addresses go.</summary>
[Cmdlet(VerbsLifecycle.Stop, "VrrpInstance", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(VrrpInstanceStatus))]
public sealed class StopVrrpInstanceCommand : VrrpNamedCmdlet
{
    private static readonly TimeSpan HookLimit = TimeSpan.FromSeconds(10);

    /// <summary>Leave without a goodbye and leave the addresses where they are, as if the engine had been killed: for drills.</summary>
    [Parameter]
    public SwitchParameter Abandon { get; set; }

    /// <summary>Write the last status of each instance.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach (VrrpInstanceStatus instance in FindInstances())
        {
            string name = instance.Options.Name;
            if (!ShouldProcess($"{name} (VRID {instance.Options.VirtualRouterId} on {instance.Options.Interface}, {instance.State})", Abandon ? "Abandon VRRP instance" : "Stop VRRP instance"))
            {
                continue;
            }

            try
            {
                VrrpInstanceStatus last = Await(token => StopAsync(instance, token));
                if (PassThru)
                {
                    WriteObject(last);
                }
            }
            catch (VrrpEngineException exception)
            {
                WriteError(exception, name);
            }
        }
    }

    private async Task<VrrpInstanceStatus> StopAsync(VrrpInstanceStatus instance, CancellationToken cancellationToken)
    {
        IVrrpEngine engine = EngineSelector.Get(instance.Engine);
        VrrpInstanceStatus last = await engine.StopAsync(instance.Options.Name, Abandon, cancellationToken).ConfigureAwait(true);
        if (instance.Engine == EngineKind.Session)
        {
            await FinishHooksAsync(instance, cancellationToken).ConfigureAwait(true);
            ScriptHooks.ReleaseChecks(instance.Options.Tracks);
        }

        return last;
    }

    private async Task FinishHooksAsync(VrrpInstanceStatus instance, CancellationToken cancellationToken)
    {
        string name = instance.Options.Name;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(HookLimit);
        try
        {
            await ScriptHooks.DetachAsync(name, isGroup: false, wait: !Abandon, limit.Token).ConfigureAwait(true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            WriteWarning($"The hooks of '{name}' took more than {HookLimit.TotalSeconds} s after its stop and were ended.");
        }
    }
}
