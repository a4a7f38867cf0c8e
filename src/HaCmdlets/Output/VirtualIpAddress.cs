using System.Net;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Output;

/// <summary>An address on an interface of this node.</summary>
public sealed record VirtualIpAddress
{
    /// <summary>The address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>0-32 or 0-128.</summary>
    public required byte PrefixLength { get; init; }

    /// <summary>The interface that has it.</summary>
    public required string Interface { get; init; }

    /// <summary>Its label, such as <c>eth0:1</c>; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Its scope.</summary>
    public AddressScope Scope { get; init; }

    /// <summary>Network namespace; null for that of the process.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>The instance that looks after it; null for none that is known.</summary>
    public string? Instance { get; init; }

    /// <summary>The engine of that instance.</summary>
    public EngineKind? Engine { get; init; }

    /// <summary><c>address/prefix</c>.</summary>
    public override string ToString() => $"{Address}/{PrefixLength}";
}
