namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>Writes a request for a list under the number that it is given.</summary>
internal delegate void DumpWriter(ref NetlinkWriter writer, uint sequence);
