using System.Text.Json;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>What keepalived says about one of its instances.</summary>
/// <param name="Name">Instance name.</param>
/// <param name="IsMaster">It is master.</param>
/// <param name="EffectivePriority">Priority after tracking.</param>
/// <param name="Sent">Advertisements sent.</param>
/// <param name="Received">Advertisements received.</param>
/// <param name="PriorityZeroReceived">Advertisements with priority 0 received.</param>
/// <param name="BecameMaster">Transitions to master.</param>
/// <param name="Refused">Packets refused for any reason, and address lists that did not match.</param>
public sealed record KeepalivedInstance(
    string Name, bool IsMaster, int EffectivePriority, long Sent, long Received, long PriorityZeroReceived, long BecameMaster, long Refused)
{
    private static readonly string[] RefusalCounters =
    [
        "packet_len_err", "advert_interval_err", "ip_ttl_err", "invalid_type_rcvd", "addr_list_err", "invalid_authtype",
        "authtype_mismatch", "auth_failure",
    ];

    internal static KeepalivedInstance Read(JsonElement element)
    {
        const int master = 2;
        JsonElement data = element.GetProperty("data");
        JsonElement stats = element.GetProperty("stats");
        return new KeepalivedInstance(
            data.GetProperty("iname").GetString()!,
            data.GetProperty("state").GetInt32() == master,
            data.GetProperty("effective_priority").GetInt32(),
            stats.GetProperty("advert_sent").GetInt64(),
            stats.GetProperty("advert_rcvd").GetInt64(),
            stats.GetProperty("pri_zero_rcvd").GetInt64(),
            stats.GetProperty("become_master").GetInt64(),
            RefusalCounters.Sum(counter => stats.GetProperty(counter).GetInt64()));
    }
}
