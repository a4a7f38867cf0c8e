using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Engines;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Scripting;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>Starts a virtual router on this node.</summary>
[Cmdlet(VerbsLifecycle.Start, "VrrpInstance", SupportsShouldProcess = true, DefaultParameterSetName = DeclaredSet)]
[OutputType(typeof(VrrpInstanceStatus))]
public sealed class StartVrrpInstanceCommand : VrrpOptionsCmdlet
{
    private const string DeclaredSet = "Declared";
    private const string InputObjectSet = "InputObject";

    /// <summary>Name of the instance, unique within the engine.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DeclaredSet)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = null!;

    /// <summary>Interface that the virtual router runs on.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DeclaredSet)]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string Interface { get; set; } = null!;

    /// <summary>1-255, the same on every node, unique on the segment for each address family.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = DeclaredSet)]
    [Alias("VRID", "virtual_router_id")]
    [ValidateRange(1, 255)]
    public int VirtualRouterId { get; set; }

    /// <summary>Options from Import-KeepalivedConfiguration or a topology, or the status of an instance that ran before.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = null!;

    /// <summary>Network namespace to run in; that of the process by default.</summary>
    [Parameter]
    [Alias("net_namespace")]
    [ArgumentCompleter(typeof(NetworkNamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? NetworkNamespace { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        if (ParameterSetName == DeclaredSet)
        {
            Start(new VrrpInstanceOptions { Name = Name, Interface = Interface, VirtualRouterId = (byte)VirtualRouterId });
            return;
        }

        foreach (PSObject input in InputObject)
        {
            try
            {
                Start(OptionsOf(input));
            }
            catch (Exception exception) when (exception is HaException or VrrpEngineException)
            {
                WriteError(exception, input.BaseObject);
            }
        }
    }

    private static VrrpInstanceOptions OptionsOf(PSObject input) => input.BaseObject switch
    {
        VrrpInstanceOptions options => options,
        VrrpInstanceStatus status => status.Options,
        var other => throw HaErrors.InvalidInputObject("-InputObject", other, "VrrpInstanceOptions, or the status of an instance"),
    };

    private void Start(VrrpInstanceOptions declared)
    {
        VrrpInstanceOptions options = ApplyParameters(declared) with
        {
            NetworkNamespace = Given(nameof(NetworkNamespace), NetworkNamespace, declared.NetworkNamespace),
        };
        EngineKind kind = Engine ?? EngineKind.Session;
        RequireValid(options, kind, isUpdate: false);
        HookScripts scripts = CaptureScripts(kind);
        IVrrpEngine engine = EngineSelector.Get(kind);
        if (ShouldProcess(Describe(options), "Start VRRP instance"))
        {
            WriteObject(Await(token => StartAsync(engine, options, scripts, token)));
        }
    }

    private static string Describe(VrrpInstanceOptions options) =>
        $"{options.Name} (VRID {options.VirtualRouterId} on {options.Interface}, {string.Join(", ", options.VirtualAddresses)})";

    private static async Task<VrrpInstanceStatus> StartAsync(
        IVrrpEngine engine, VrrpInstanceOptions options, HookScripts scripts, CancellationToken cancellationToken)
    {
        // An instance of that name may run already, with hooks of its own: those stay when the engine refuses this one.
        using HookSubscription? hooks = scripts.IsEmpty ? null : HookSubscription.Open(engine, options.Name, isGroup: false, scripts);
        VrrpInstanceStatus status = await engine.StartAsync(options, cancellationToken).ConfigureAwait(false);
        hooks?.Keep();
        return status;
    }
}
