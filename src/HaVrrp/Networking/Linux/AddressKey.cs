using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>What tells one address of a namespace from all others; label and scope do not count.</summary>
internal readonly record struct AddressKey(int LinkIndex, InetAddress Address, byte PrefixLength);
