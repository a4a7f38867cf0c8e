using System.Net;
using System.Net.Sockets;
using NginxHa.Agent.Recovery;
using NginxHa.Vrrp.Options;

namespace NginxHa.Tests.Unit.Agent;

public sealed class RuntimeStateTests : IDisposable
{
    private static readonly VrrpInstanceOptions Full = new()
    {
        Name = "web",
        Interface = "eth0",
        VirtualRouterId = 7,
        Priority = 200,
        Family = AddressFamily.InterNetwork,
        VirtualAddresses = [new VirtualAddress { Address = IPAddress.Parse("192.0.2.7"), PrefixLength = 24, Label = "eth0:1" }, new VirtualAddress { Address = IPAddress.Parse("2001:db8::7"), PrefixLength = 64, IsExcluded = true }],
        VirtualMac = new VirtualMacOptions { InterfaceName = "vip" },
        VirtualRoutes = [new VirtualRoute { Destination = IPAddress.Parse("10.0.0.0"), PrefixLength = 8, Gateway = IPAddress.Parse("192.0.2.1"), Metric = 7 }],
        VirtualRules = [new VirtualRule { Table = 100, From = IPAddress.Parse("192.0.2.7"), FromPrefixLength = 32 }],
        AcceptMode = false,
        NetworkNamespace = "blue",
        Authentication = new VrrpAuthentication { Method = VrrpAuthenticationMethod.Password, Secret = "topsecre"u8.ToArray() },
        Hooks = new VrrpHooks { Any = new VrrpHook { Program = "/bin/true" } },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("nha-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Everything_that_leaves_a_trace_comes_back_and_nothing_else()
    {
        var state = new RuntimeState("boot", [Footprint.Of(Full)], [new RecordedSetting(null, "eth0", "ipv4", "arp_ignore", 0, 1), new RecordedSetting("blue", "eth1", "ipv4", "arp_announce", 1, 2)]);
        string text = state.Write();
        RuntimeState read = RuntimeState.Read(text)!;
        Assert.Equal("boot", read.BootId);
        Assert.True(Footprint.IsSame(Full, Assert.Single(read.Instances)));
        Assert.Equal(state.Settings, read.Settings);
        Assert.DoesNotContain("topsecre", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/bin/true", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"version":2,"bootId":"x","instances":[],"settings":[]}""")]
    [InlineData("""{"version":1,"bootId":"x"}""")]
    public void What_cannot_be_read_is_nothing(string text) => Assert.Null(RuntimeState.Read(text));

    [Fact]
    public void Footprints_differ_where_traces_do()
    {
        Assert.False(Footprint.IsSame(Full, Full with { Interface = "eth1" }));
        Assert.False(Footprint.IsSame(Full, Full with { NetworkNamespace = null }));
        Assert.False(Footprint.IsSame(Full, Full with { VirtualMac = null }));
        Assert.False(Footprint.IsSame(Full, Full with { VirtualRoutes = [] }));
        Assert.False(Footprint.IsSame(Full, Full with { VirtualRules = [] }));
        Assert.False(Footprint.IsSame(Full, Full with { VirtualAddresses = Full.VirtualAddresses.Take(1).ToArray() }));
        Assert.False(Footprint.IsSame(Full, Full with { AcceptMode = true }));
        Assert.True(Footprint.IsSame(Full, Full with { Preempt = false, Hooks = VrrpHooks.None, AdvertisementInterval = TimeSpan.FromSeconds(2) }));
    }

    [Fact]
    public void Keeper_has_both_footprints_while_an_instance_changes_and_the_last_one_afterwards()
    {
        StateFile file = StateFile.In(_folder);
        var keeper = new StateKeeper(file, "boot");
        VrrpInstanceOptions before = NodeDifferenceTests.Instance("web", 7);
        VrrpInstanceOptions after = NodeDifferenceTests.Instance("web", 8);
        keeper.Expect([before]);
        keeper.Expect([after]);
        Assert.Equal([7, 8], file.Read()!.Instances.Select(instance => (int)instance.VirtualRouterId));
        keeper.Settle([("web", after)]);
        Assert.Equal(8, Assert.Single(file.Read()!.Instances).VirtualRouterId);
        keeper.Settle([("web", null)]);
        Assert.Empty(file.Read()!.Instances);
        keeper.Delete();
        Assert.Null(file.Read());
    }

    [Fact]
    public void State_file_is_the_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs modes");
            return;
        }

        StateFile.In(_folder).Write(new RuntimeState("boot", [], []));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "state.json")));
    }
}
