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

    public VrrpStatistics ToStatistics()
    {
        var refused = new Dictionary<VrrpRefusal, long>();
        for (int i = 0; i < _refused.Length; i++)
        {
            if (_refused[i] != 0)
            {
                refused.Add((VrrpRefusal)i, _refused[i]);
            }
        }

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
            Refused = refused,
        };
    }
}
