using System.Management.Automation;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Cmdlets;

/// <summary>Virtual addresses by hand.</summary>
public sealed class VirtualIpTests : IDisposable
{
    private readonly CmdletSession _session = new();

    public void Dispose() => _session.Dispose();

    [InteropFact(Needs.Tcpdump)]
    public async Task An_address_is_added_announced_found_and_removed()
    {
        PacketCapture capture = await PacketCapture.StartAsync(_session.Client, "arp", TestContext.Current.CancellationToken);
        object[] added = _session.Run("Add-VirtualIp '10.77.1.1/24 dev eth0 label eth0:7 scope link', 10.77.1.2/32 eth0 -NetworkNamespace $one -AnnouncementCount 2");
        Assert.Equal(["10.77.1.1/24", "10.77.1.2/32"], added.Select(address => address.ToString()));
        string line = Assert.Single(_session.One.AddressLines("10.77.1.1"));
        Assert.Contains("scope link", line, StringComparison.Ordinal);
        Assert.Contains("eth0:7", line, StringComparison.Ordinal);
        Assert.Equal(["10.77.1.1/24", "10.77.1.2/32"], _session.Run("Get-VirtualIp -NetworkNamespace $one").Select(address => address.ToString()!).Order(StringComparer.Ordinal));
        Assert.Contains("10.77.0.1/16", _session.Run("Get-VirtualIp -NetworkNamespace $one -All").Select(address => address.ToString()));

        _session.Run("Send-GratuitousArp 10.77.1.1 -NetworkNamespace $one -Count 3");
        _session.Run("Get-VirtualIp -NetworkNamespace $one | Remove-VirtualIp");
        Assert.Equal((false, false, true), (_session.One.Owns("10.77.1.1"), _session.One.Owns("10.77.1.2"), _session.One.Owns("10.77.0.1")));

        string[] announced = [.. capture.ReadFrames().Select(frame => frame.AnnouncedAddress?.ToString()).OfType<string>()];
        Assert.Equal((5, 2), (announced.Count(address => address == "10.77.1.1"), announced.Count(address => address == "10.77.1.2")));
    }

    [InteropFact]
    public void WhatIf_changes_nothing_and_what_is_wrong_is_named()
    {
        _session.Run("Add-VirtualIp 10.77.1.1 eth0 -NetworkNamespace $one -WhatIf");
        Assert.False(_session.One.Owns("10.77.1.1"));
        (_, ErrorRecord[] errors) = _session.Try("""
            Add-VirtualIp 10.77.1.1 -NetworkNamespace $one
            Add-VirtualIp 10.77.1.1 nope0 -NetworkNamespace $one
            Add-VirtualIp 10.77.1.1 eth0 -NetworkNamespace "$one-missing"
            Remove-VirtualIp 10.77.1.1 -NetworkNamespace $one
            Get-VirtualIp 10.77.1.1 -NetworkNamespace $one
            Send-GratuitousArp 10.77.1.1 -NetworkNamespace $one
            """);
        Assert.Equal(
            ["InvalidCombination", "InterfaceNotFound", "NetworkNamespaceNotFound", "VirtualIpNotFound", "VirtualIpNotFound", "VirtualIpNotFound"],
            errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [InteropFact]
    public void An_address_that_an_instance_looks_after_is_not_removed_by_hand()
    {
        (_, ErrorRecord[] errors) = _session.Try("""
            $null = Start-VrrpInstance "$id-one" eth0 51 -NetworkNamespace $one -VirtualIp 10.77.1.1 -Version 3 -AdvertisementInterval 0.1
            $null = Wait-VrrpInstance "$id-one" Master -Timeout 10
            Remove-VirtualIp 10.77.1.1 -NetworkNamespace $one
            """);
        Assert.Equal(ErrorCategory.ResourceBusy, Assert.Single(errors).CategoryInfo.Category);
        Assert.True(_session.One.Owns("10.77.1.1"));
    }

    [InteropFact]
    public void Interfaces_of_the_namespace_that_was_named_are_completed() => Assert.Equal(
        ["eth0", "lo"],
        _session.Run("""
            $line = "Add-VirtualIp 10.77.1.1 -NetworkNamespace $one -Interface "
            [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.ListItemText
            """));
}
