using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Runtime;

/// <summary>Counters of an instance since it started (RFC 6527 names where it has them).</summary>
public sealed record VrrpStatistics
{
    /// <summary>Advertisements sent.</summary>
    public long AdvertisementsSent { get; init; }

    /// <summary>Advertisements received and accepted.</summary>
    public long AdvertisementsReceived { get; init; }

    /// <summary>Advertisements with priority 0 sent.</summary>
    public long PriorityZeroSent { get; init; }

    /// <summary>Advertisements with priority 0 received.</summary>
    public long PriorityZeroReceived { get; init; }

    /// <summary>Transitions to master.</summary>
    public long BecameMaster { get; init; }

    /// <summary>Transitions from master.</summary>
    public long ReleasedMaster { get; init; }

    /// <summary>Gratuitous ARPs and unsolicited neighbour advertisements sent.</summary>
    public long AnnouncementsSent { get; init; }

    /// <summary>Received packets refused, by reason; reasons with no packet are left out.</summary>
    public required IReadOnlyDictionary<VrrpRefusal, long> Refused { get; init; }

    /// <summary>Accepted advertisements whose address list was not ours.</summary>
    public long AddressListMismatches { get; init; }

    /// <summary>Times our own advertisement was later than a tenth of its interval.</summary>
    public long LateAdvertisements { get; init; }
}
