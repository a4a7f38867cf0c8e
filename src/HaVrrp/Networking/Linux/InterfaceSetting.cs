namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>A setting of one interface below <c>/proc/sys/net</c>.</summary>
/// <param name="Family">Directory of the family: <c>ipv4</c> or <c>ipv6</c>.</param>
/// <param name="Key">File name.</param>
/// <param name="Value">Value to write.</param>
internal readonly record struct InterfaceSetting(string Family, string Key, int Value);
