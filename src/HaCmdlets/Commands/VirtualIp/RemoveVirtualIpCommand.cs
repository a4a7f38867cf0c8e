using System.Management.Automation;
using NginxHa.Cmdlets.Binding;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Networks;
using NginxHa.Cmdlets.Output;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Commands.VirtualIp;

/// <summary>Removes virtual addresses from the interfaces of this node.</summary>
[Cmdlet(VerbsCommon.Remove, "VirtualIp", SupportsShouldProcess = true, DefaultParameterSetName = AddressSet)]
public sealed class RemoveVirtualIpCommand : HaCmdlet
{
    private const string AddressSet = "Address";
    private const string InputObjectSet = "InputObject";

    /// <summary>Addresses; a prefix length is read over.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = AddressSet)]
    [Alias("Address")]
    [VirtualAddressTransformation]
    [ValidateNotNullOrEmpty]
    public VirtualAddress[] VirtualIp { get; set; } = [];

    /// <summary>Addresses from Get-VirtualIp or Add-VirtualIp.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [ValidateNotNull]
    public VirtualIpAddress[] InputObject { get; set; } = [];

    /// <summary>Interface to remove them from; every one that has them by default.</summary>
    [Parameter(Position = 1, ParameterSetName = AddressSet)]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Interface { get; set; }

    /// <summary>Remove also what a running instance looks after; the instance puts it back.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Network namespace of the interface; that of the process by default.</summary>
    [Parameter(ParameterSetName = AddressSet)]
    [ArgumentCompleter(typeof(NetworkNamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? NetworkNamespace { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        if (ParameterSetName == AddressSet)
        {
            foreach (VirtualAddress address in VirtualIp)
            {
                Try(address.Address.ToString(), address.Interface ?? Interface, NetworkNamespace);
            }
        }
        else
        {
            foreach (VirtualIpAddress input in InputObject)
            {
                Try(input.Address.ToString(), input.Interface, input.NetworkNamespace);
            }
        }
    }

    private void Try(string address, string? link, string? networkNamespace)
    {
        try
        {
            Remove(address, link, networkNamespace);
        }
        catch (Exception exception) when (exception is HaException or NetworkException)
        {
            WriteError(exception, address);
        }
    }

    private void Remove(string address, string? link, string? networkNamespace)
    {
        VirtualIpAddress[] found = [.. Await(token => VirtualIpTable.ReadAsync(networkNamespace, token))
            .Where(entry => entry.Address.ToString() == address && (link is null || entry.Interface == link))];
        if (found.Length == 0)
        {
            throw HaErrors.VirtualIpNotFound(address, networkNamespace);
        }

        foreach (VirtualIpAddress entry in found)
        {
            if (entry.Instance is { } owner && !Force)
            {
                throw HaErrors.VirtualIpOwnedByInstance(address, owner);
            }

            string place = networkNamespace is null ? entry.Interface : $"{entry.Interface} in {networkNamespace}";
            if (ShouldProcess(entry.ToString(), $"Remove virtual IP from {place}"))
            {
                VirtualIpChange.Remove(entry);
            }
        }
    }
}
