using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Engines;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Scripting;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>Changes running virtual routers; what does not need a restart goes on without a missed advertisement.</summary>
[Cmdlet(VerbsCommon.Set, "VrrpInstance", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(VrrpInstanceStatus))]
public sealed class SetVrrpInstanceCommand : VrrpOptionsCmdlet
{
    private const string NameSet = "Name";
    private const string InputObjectSet = "InputObject";

    /// <summary>Names of instances; wildcards work.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ArgumentCompleter(typeof(InstanceNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = null!;

    /// <summary>Status objects of Get-VrrpInstance or Start-VrrpInstance, or options that replace those of the running instance of that name.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = null!;

    /// <summary>Write the new status.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach ((string name, EngineKind? engine, VrrpInstanceOptions? replacement) in Inputs())
        {
            foreach (VrrpInstanceStatus instance in Await(token => InstanceFinder.FindAsync([name], engine, error => WriteError(error), token)))
            {
                try
                {
                    Set(instance, replacement);
                }
                catch (Exception exception) when (exception is HaException or VrrpEngineException)
                {
                    WriteError(exception, instance.Options.Name);
                }
            }
        }
    }

    private IEnumerable<(string Name, EngineKind? Engine, VrrpInstanceOptions? Replacement)> Inputs()
    {
        if (ParameterSetName == NameSet)
        {
            foreach (string name in Name)
            {
                yield return (name, Engine, null);
            }

            yield break;
        }

        foreach (PSObject input in InputObject)
        {
            yield return input.BaseObject switch
            {
                VrrpInstanceStatus status => (WildcardPattern.Escape(status.Options.Name), status.Engine, null),
                VrrpInstanceOptions options => (WildcardPattern.Escape(options.Name), Engine, options),
                var other => throw HaErrors.InvalidInputObject("-InputObject", other, "the status of an instance, or VrrpInstanceOptions"),
            };
        }
    }

    private void Set(VrrpInstanceStatus instance, VrrpInstanceOptions? replacement)
    {
        VrrpInstanceOptions options = ApplyParameters(replacement ?? instance.Options);
        RequireValid(options, instance.Engine, isUpdate: true);
        HookScripts scripts = CaptureScripts(instance.Engine);
        if (!ShouldProcess(options.Name, "Change VRRP instance"))
        {
            return;
        }

        IVrrpEngine engine = EngineSelector.Get(instance.Engine);
        VrrpInstanceStatus status = Await(token => engine.UpdateAsync(options, token));
        if (!scripts.IsEmpty)
        {
            SetScripts(engine, options.Name, scripts);
        }

        if (PassThru)
        {
            WriteObject(status);
        }
    }

    private static void SetScripts(IVrrpEngine engine, string name, HookScripts scripts)
    {
        if (ScriptHooks.Find(name, isGroup: false) is { } running)
        {
            running.Scripts = running.Scripts.With(scripts);
        }
        else
        {
            using HookSubscription subscription = HookSubscription.Open(engine, name, isGroup: false, scripts);
            subscription.Keep();
        }
    }
}
