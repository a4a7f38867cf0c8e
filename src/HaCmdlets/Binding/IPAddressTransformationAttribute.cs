using System.Management.Automation;
using System.Net;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Cmdlets.Binding;

/// <summary>
/// Reads an IP address as people write one. .NET alone takes '10' for 0.0.0.10 and '010.0.0.1' for 8.0.0.1, which nobody means.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class IPAddressTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => null!,
            IPAddress address => address,
            string text when InetAddress.TryParse(text.Trim(), out InetAddress address) => address.ToIPAddress(),
            _ => throw new ArgumentTransformationMetadataException(
                $"'{value}' is not an IP address; allowed is one such as 192.0.2.10 or 2001:db8::10."),
        };
    }
}
