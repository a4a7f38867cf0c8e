using System.Collections.Concurrent;
using System.Net;
using NginxHa.Cmdlets.Engines;
using NginxHa.Cmdlets.Output;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Networks;

/// <summary>The addresses of a namespace, and whose they are.</summary>
internal static class VirtualIpTable
{
    private static readonly ConcurrentDictionary<(string? NetworkNamespace, string Interface, IPAddress Address), byte> Added = new();

    /// <summary>Remembers that this process added an address, so that it is known as a virtual one.</summary>
    public static void Remember(string? networkNamespace, string link, IPAddress address) => Added[(networkNamespace, link, address)] = 0;

    /// <summary>Forgets an address.</summary>
    public static void Forget(string? networkNamespace, string link, IPAddress address) => Added.TryRemove((networkNamespace, link, address), out _);

    /// <summary>Whether an address is virtual as far as is known: an instance's, added by this process, or labelled.</summary>
    public static bool IsVirtual(VirtualIpAddress entry) =>
        entry.Instance is not null
        || (entry.Label is { } label && label != entry.Interface)
        || Added.ContainsKey((entry.NetworkNamespace, entry.Interface, entry.Address));

    /// <summary>Every address of a namespace.</summary>
    public static async Task<IReadOnlyList<VirtualIpAddress>> ReadAsync(string? networkNamespace, CancellationToken cancellationToken)
    {
        var owners = new Dictionary<(string Interface, IPAddress Address), VrrpInstanceStatus>();
        foreach (IVrrpEngine engine in await EngineSelector.GetAnsweringAsync(null, cancellationToken).ConfigureAwait(false))
        {
            foreach (VrrpInstanceStatus status in await engine.GetInstancesAsync(cancellationToken).ConfigureAwait(false))
            {
                if (status.Options.NetworkNamespace == networkNamespace)
                {
                    foreach (VirtualAddress address in status.OwnedAddresses)
                    {
                        owners[(address.Interface ?? status.VirtualMacInterface ?? status.Options.Interface, address.Address)] = status;
                    }
                }
            }
        }

        return NetworkEntry.Use(networkNamespace, stack => Read(stack, networkNamespace, owners));
    }

    private static List<VirtualIpAddress> Read(
        INetworkStack stack, string? networkNamespace, Dictionary<(string Interface, IPAddress Address), VrrpInstanceStatus> owners)
    {
        var entries = new List<VirtualIpAddress>();
        foreach (InterfaceAddress address in stack.GetAddresses())
        {
            if (stack.GetLinkName(address.LinkIndex) is not { } link)
            {
                continue;
            }

            IPAddress ip = address.Address.ToIPAddress();
            VrrpInstanceStatus? owner = owners.GetValueOrDefault((link, ip));
            entries.Add(new VirtualIpAddress
            {
                Address = ip,
                PrefixLength = address.PrefixLength,
                Interface = link,
                Label = address.Label,
                Scope = address.Scope,
                NetworkNamespace = networkNamespace,
                Instance = owner?.Options.Name,
                Engine = owner?.Engine,
            });
        }

        return entries;
    }
}
