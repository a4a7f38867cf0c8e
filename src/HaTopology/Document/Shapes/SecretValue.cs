using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>A secret, or where it is.</summary>
/// <param name="Bytes">The secret; empty when it is elsewhere.</param>
/// <param name="Reference">Where it is, or null.</param>
internal readonly record struct SecretValue(ReadOnlyMemory<byte> Bytes, SecretReference? Reference);
