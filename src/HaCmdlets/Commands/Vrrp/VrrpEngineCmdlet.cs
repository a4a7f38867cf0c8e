using System.Management.Automation;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>What cmdlets share that speak to an engine.</summary>
public abstract class VrrpEngineCmdlet : HaCmdlet
{
    /// <summary>
    /// The engine: Session is the one in this process, Agent the service, which outlives the shell. Where it is left out,
    /// a cmdlet that finds instances asks each engine that answers, and one that starts them uses Session.
    /// </summary>
    [Parameter]
    public EngineKind? Engine { get; set; }

    /// <summary>Whether a parameter was given, by hand or by the pipeline.</summary>
    private protected bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
