using System.Management.Automation;
using System.Net;
using NginxHa.Cmdlets.Binding;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Networks;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Cmdlets.Commands.VirtualIp;

/// <summary>Tells the neighbours which MAC address an IP address has: gratuitous ARP, or an unsolicited neighbour advertisement for IPv6.</summary>
[Cmdlet(VerbsCommunications.Send, "GratuitousArp", SupportsShouldProcess = true)]
public sealed class SendGratuitousArpCommand : HaCmdlet
{
    /// <summary>Addresses; a prefix length is read over.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Address")]
    [VirtualAddressTransformation]
    [ValidateNotNullOrEmpty]
    public VirtualAddress[] VirtualIp { get; set; } = null!;

    /// <summary>Interface to send from, which need not have the address; the one that has it by default.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Interface { get; set; }

    /// <summary>Messages for each address, 1-255, 1 by default.</summary>
    [Parameter]
    [ValidateRange(1, 255)]
    public int Count { get; set; } = 1;

    /// <summary>Pause between two messages for an address, 0 (default) or more.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan Interval { get; set; }

    /// <summary>Network namespace of the interface; that of the process by default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NetworkNamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? NetworkNamespace { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        if (Interval < TimeSpan.Zero)
        {
            throw HaErrors.InvalidValue("-Interval", Interval, "0 or more");
        }

        foreach (VirtualAddress address in VirtualIp)
        {
            string place = Interface ?? address.Interface ?? "the interface that has it";
            if (ShouldProcess(address.Address.ToString(), $"Announce the address from {place}"))
            {
                try
                {
                    NetworkEntry.Use(NetworkNamespace, stack => Announce(stack, address));
                }
                catch (Exception exception) when (exception is HaException or NetworkException)
                {
                    WriteError(exception, address.Address.ToString());
                }
            }
        }
    }

    private bool Announce(INetworkStack stack, VirtualAddress address)
    {
        InetAddress ip = InetAddress.FromIPAddress(address.Address);
        int link = FindLink(stack, ip, address.Address, Interface ?? address.Interface);
        for (int i = 0; i < Count && !CancellationToken.IsCancellationRequested; i++)
        {
            if (i > 0 && Interval > TimeSpan.Zero)
            {
                CancellationToken.WaitHandle.WaitOne(Interval);
            }

            long before = stack.SendErrors;
            stack.Announce(link, ip);
            stack.Flush();
            if (stack.SendErrors > before)
            {
                throw HaErrors.AnnouncementNotSent(address.Address.ToString(), stack.GetLinkName(link) ?? string.Empty);
            }
        }

        return true;
    }

    private int FindLink(INetworkStack stack, InetAddress ip, IPAddress address, string? name)
    {
        if (name is not null)
        {
            return stack.TryGetLink(name, out LinkState link) ? link.Index : throw HaErrors.InterfaceNotFound(name, NetworkNamespace);
        }

        foreach (InterfaceAddress entry in stack.GetAddresses())
        {
            if (entry.Address == ip)
            {
                return entry.LinkIndex;
            }
        }

        throw HaErrors.VirtualIpNotFound(address.ToString(), NetworkNamespace);
    }
}
