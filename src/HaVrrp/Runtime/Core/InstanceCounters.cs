using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>Counters of one instance, as the loop counts them.</summary>
internal sealed class InstanceCounters
{
    private readonly long[] _refused = new long[VrrpRefusals.Count];

    public long AdvertisementsSent;
    public long AdvertisementsReceived;
    public long PriorityZeroSent;
    public long PriorityZeroReceived;
    public long BecameMaster;
    public long ReleasedMaster;
    public long AnnouncementsSent;
    public long AddressListMismatches;
    public long LateAdvertisements;

    public void Refuse(VrrpRefusal reason) => _refused[(int)reason]++;

    /// <summary>The reasons that were counted, by their index in the counters.</summary>
    public static IReadOnlyDictionary<VrrpRefusal, long> NotZero(long[] counters)
    {
        var refused = new Dictionary<VrrpRefusal, long>();
        for (int i = 0; i < counters.Length; i++)
        {
            if (counters[i] != 0)
            {
                refused.Add((VrrpRefusal)i, counters[i]);
            }
        }

        return refused;
    }

    public VrrpStatistics ToStatistics()
    {
        return new VrrpStatistics
        {
            AdvertisementsSent = AdvertisementsSent,
            AdvertisementsReceived = AdvertisementsReceived,
            PriorityZeroSent = PriorityZeroSent,
            PriorityZeroReceived = PriorityZeroReceived,
            BecameMaster = BecameMaster,
            ReleasedMaster = ReleasedMaster,
            AnnouncementsSent = AnnouncementsSent,
            AddressListMismatches = AddressListMismatches,
            LateAdvertisements = LateAdvertisements,
            Refused = NotZero(_refused),
        };
    }
}
