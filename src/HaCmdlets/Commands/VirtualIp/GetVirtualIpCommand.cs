using System.Management.Automation;
using NginxHa.Cmdlets.Binding;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Networks;
using NginxHa.Cmdlets.Output;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Commands.VirtualIp;

/// <summary>Gets the virtual addresses of this node, and whose they are.</summary>
[Cmdlet(VerbsCommon.Get, "VirtualIp")]
[OutputType(typeof(VirtualIpAddress))]
public sealed class GetVirtualIpCommand : HaCmdlet
{
    /// <summary>Only these addresses, virtual or not. An error is written for each that no interface has.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Address")]
    [VirtualAddressTransformation]
    [ValidateNotNullOrEmpty]
    public VirtualAddress[]? VirtualIp { get; set; }

    /// <summary>Only addresses of these interfaces; wildcards work.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Interface { get; set; }

    /// <summary>Only addresses of these instances; wildcards work.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(InstanceNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Instance { get; set; }

    /// <summary>Every address of the interfaces, not only virtual ones: those of an instance, with a label, or added by this process.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Network namespace to look in; that of the process by default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NetworkNamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? NetworkNamespace { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        IReadOnlyList<VirtualIpAddress> entries = [.. Await(token => VirtualIpTable.ReadAsync(NetworkNamespace, token))
            .Where(entry => Matches(Interface, entry.Interface) && Matches(Instance, entry.Instance))];
        if (VirtualIp is null)
        {
            WriteObject(entries.Where(entry => All || VirtualIpTable.IsVirtual(entry)), enumerateCollection: true);
            return;
        }

        foreach (VirtualAddress wanted in VirtualIp)
        {
            VirtualIpAddress[] found = [.. entries.Where(entry => entry.Address.Equals(wanted.Address))];
            WriteObject(found, enumerateCollection: true);
            if (found.Length == 0)
            {
                WriteError(HaErrors.VirtualIpNotFound(wanted.Address.ToString(), NetworkNamespace));
            }
        }
    }

    private static bool Matches(string[]? patterns, string? value) => patterns is null
        || (value is not null && Array.Exists(patterns, pattern => new WildcardPattern(pattern, WildcardOptions.IgnoreCase).IsMatch(value)));
}
