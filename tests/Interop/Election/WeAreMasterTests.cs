using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Election;

/// <summary>We have the higher priority, keepalived the lower.</summary>
public sealed class WeAreMasterTests : MastershipTests
{
    [InteropFact(Needs.Keepalived | Needs.Nftables)]
    public Task Keepalived_takes_over_from_us_and_gives_back() => We_are_master_and_keepalived_stands_in();
}
