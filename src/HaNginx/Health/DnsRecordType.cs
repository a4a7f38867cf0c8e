using System.Diagnostics.CodeAnalysis;

namespace NginxHa.Nginx.Health;

/// <summary>Types of DNS records (RFC 1035 section 3.2.2, RFC 3596).</summary>
[SuppressMessage("Design", "CA1008", Justification = "0 is reserved in the registry.")]
public enum DnsRecordType
{
    /// <summary>IPv4 address.</summary>
    A = 1,

    /// <summary>Name server.</summary>
    Ns = 2,

    /// <summary>Canonical name.</summary>
    Cname = 5,

    /// <summary>Start of a zone.</summary>
    Soa = 6,

    /// <summary>Mail exchange.</summary>
    Mx = 15,

    /// <summary>Text.</summary>
    Txt = 16,

    /// <summary>IPv6 address.</summary>
    Aaaa = 28,

    /// <summary>Service.</summary>
    Srv = 33,
}
