using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Election;

/// <summary>keepalived has the higher priority, we the lower.</summary>
public sealed class WeAreBackupTests : MastershipTests
{
    [InteropFact(Needs.Keepalived | Needs.Nftables)]
    public Task We_take_over_from_keepalived_and_give_back() => Keepalived_is_master_and_we_stand_in();
}
