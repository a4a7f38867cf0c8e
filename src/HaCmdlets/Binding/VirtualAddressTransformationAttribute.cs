using System.Net;
using NginxHa.Cmdlets.Notation;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Binding;

/// <summary>Takes '192.0.2.10/24', '192.0.2.10/24 dev eth1 label eth1:1 scope link' or VirtualAddress objects.</summary>
public sealed class VirtualAddressTransformationAttribute : ListTransformationAttribute<VirtualAddress>
{
    /// <inheritdoc/>
    protected override VirtualAddress Parse(string text) => VirtualAddressNotation.Parse(text);

    /// <inheritdoc/>
    protected override VirtualAddress? Convert(object value) => value switch
    {
        IPAddress address => new VirtualAddress { Address = address, PrefixLength = NotationReader.FullLength(address) },
        _ => null,
    };
}
