namespace NginxHa.Vrrp.Options;

/// <summary>Scope of an address (<c>ip address add ... scope</c>); values as in linux/rtnetlink.h.</summary>
public enum AddressScope : byte
{
    /// <summary>Valid everywhere.</summary>
    Global = 0,

    /// <summary>Valid in this site (IPv6, deprecated).</summary>
    Site = 200,

    /// <summary>Valid on this link.</summary>
    Link = 253,

    /// <summary>Valid in this host.</summary>
    Host = 254,
}
