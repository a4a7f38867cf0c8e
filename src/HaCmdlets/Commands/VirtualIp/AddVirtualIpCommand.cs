using System.Management.Automation;
using NginxHa.Cmdlets.Binding;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Networks;
using NginxHa.Cmdlets.Output;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Commands.VirtualIp;

/// <summary>Adds virtual addresses to an interface and tells the neighbours.</summary>
[Cmdlet(VerbsCommon.Add, "VirtualIp", SupportsShouldProcess = true)]
[OutputType(typeof(VirtualIpAddress))]
public sealed class AddVirtualIpCommand : HaCmdlet
{
    /// <summary>Addresses: 'ADDRESS[/LENGTH] [dev INTERFACE] [label LABEL] [scope SCOPE]'. Without a length it is one host, as in keepalived.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Address")]
    [VirtualAddressTransformation]
    [ValidateNotNullOrEmpty]
    public VirtualAddress[] VirtualIp { get; set; } = null!;

    /// <summary>Interface for the addresses that name none.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Interface { get; set; }

    /// <summary>IPv4 label, such as eth0:1, for the addresses that name none.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LabelCompleter))]
    [ValidateLength(1, 15)]
    public string? Label { get; set; }

    /// <summary>Gratuitous ARP messages (IPv6: unsolicited neighbour advertisements) for each address, 0-255, 1 by default.</summary>
    [Parameter]
    [ValidateRange(0, 255)]
    public int AnnouncementCount { get; set; } = 1;

    /// <summary>Network namespace of the interface; that of the process by default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NetworkNamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? NetworkNamespace { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach (VirtualAddress address in VirtualIp)
        {
            try
            {
                Add(address);
            }
            catch (Exception exception) when (exception is HaException or NetworkException)
            {
                WriteError(exception, address.ToString());
            }
        }
    }

    private void Add(VirtualAddress declared)
    {
        VirtualAddress address = declared with { Label = declared.Label ?? Label };
        string link = address.Interface ?? Interface
            ?? throw HaErrors.InvalidCombination($"'{address}' names no interface: -Interface, or 'dev INTERFACE' behind the address, is needed.");
        string place = NetworkNamespace is null ? link : $"{link} in {NetworkNamespace}";
        if (!ShouldProcess(address.ToString(), $"Add virtual IP to {place}"))
        {
            return;
        }

        VirtualIpChange.Add(NetworkNamespace, link, address, AnnouncementCount);
        WriteObject(new VirtualIpAddress
        {
            Address = address.Address,
            PrefixLength = address.PrefixLength,
            Interface = link,
            Label = address.Label,
            Scope = address.Scope,
            NetworkNamespace = NetworkNamespace,
        });
    }
}
