using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Networking;

/// <summary>Links as they come, change and go, and waking.</summary>
public sealed class LinkTests : IDisposable
{
    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [InteropFact]
    public void Links_are_found_by_name_and_index()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24"));
        Assert.True(host.Link.IsUsable);
        Assert.Equal(1500, host.Link.Mtu);
        string mac = MacAddress.FromUInt64(host.Link.HardwareAddress).ToString();
        Assert.Contains(mac, host.Node.Run("ip", "link", "show", "eth0").Output, StringComparison.Ordinal);
        Assert.Equal("eth0", host.Do(stack => stack.GetLinkName(host.Link.Index)));

        host.Do(stack =>
        {
            Assert.True(stack.TryGetLink(host.Link.Index, out LinkState same));
            Assert.Equal(host.Link, same);
            Assert.False(stack.TryGetLink("eth1", out _));
            Assert.False(stack.TryGetLink("", out _));
            Assert.False(stack.TryGetLink("a-name-longer-than-any", out _));
            Assert.False(stack.TryGetLink(4711, out _));
            Assert.False(stack.TryGetLink(-1, out _));
            Assert.Null(stack.GetLinkName(4711));
        });
    }

    [InteropFact]
    public void Down_up_cut_and_restored_are_events_and_states()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24"));

        host.Node.Ip("link set eth0 down");
        Expect(host, link => !link.IsUp && !link.IsRunning);
        host.Node.Ip("link set eth0 up");
        Expect(host, link => link.IsUp && link.IsRunning);
        _network.Cut(host.Node);
        Expect(host, link => link.IsUp && !link.IsRunning);
        _network.Restore(host.Node);
        Expect(host, link => link.IsUsable);
    }

    [InteropFact]
    public void A_renamed_link_is_reported_under_both_names_and_a_deleted_one_once()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24"));
        host.Node.Ip("link add old type veth peer name far");
        host.PollUntil(events => events.Links.Exists(link => link.Name == "old"), "old appears");
        int index = host.Do(stack => stack.TryGetLink("old", out LinkState link) ? link.Index : 0);

        host.Events.Links.Clear();
        host.Node.Ip("link set old name new");
        host.PollUntil(events => events.Links.Exists(link => link.Name == "new"), "the new name");
        Assert.Contains((index, "old"), host.Events.Links);
        host.Do(stack =>
        {
            Assert.False(stack.TryGetLink("old", out _));
            Assert.True(stack.TryGetLink("new", out LinkState link));
            Assert.Equal(index, link.Index);
        });

        host.PollFor(TimeSpan.FromMilliseconds(20));
        host.Events.Links.Clear();
        host.Node.Ip("link delete new");
        host.PollUntil(events => events.Links.Exists(link => link.Index == index), "the deletion");
        host.PollFor(TimeSpan.FromMilliseconds(20));
        Assert.False(host.Do(stack => stack.TryGetLink(index, out _)));
        Assert.Single(host.Events.Links, link => link == (index, "new"));
    }

    [InteropFact]
    public void A_change_is_reported_although_its_outcome_was_asked_for_before()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24"));
        host.Node.Ip("link set eth0 down", "link add new type veth peer name far");
        host.Do(stack =>
        {
            Assert.True(stack.TryGetLink("eth0", out LinkState link) && !link.IsUp);
            Assert.True(stack.TryGetLink("new", out _));
        });
        host.PollUntil(events => events.Links.Contains((host.Link.Index, "eth0")), "eth0 is down");
        host.PollUntil(events => events.Links.Exists(link => link.Name == "new"), "new is there");
    }

    [InteropFact]
    public void Ports_and_probes_may_be_closed_after_their_stack()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24"));
        (IAdvertisementPort port, INeighbourProbe probe) = host.Do(stack => (
            stack.OpenPort(new PortOptions { LinkIndex = host.Link.Index, Source = InetAddress.Parse("10.77.0.1") }),
            stack.OpenNeighbourProbe(host.Link.Index, InetAddress.Parse("10.77.0.2"), InetAddress.AnyIPv4)));
        host.Dispose();
        port.Send(new byte[20]);
        probe.Send();
        port.Dispose();
        probe.Dispose();
        port.Dispose();
        probe.Dispose();
    }

    [InteropFact]
    public void A_wake_from_another_thread_ends_a_poll_without_end()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24"));
        host.PollFor(TimeSpan.FromMilliseconds(20));
        using Timer timer = new(_ => host.Stack.Wake(), null, dueTime: 50, period: Timeout.Infinite);

        // Without the wake this never returns and the test runs into its time limit.
        host.Do(stack => stack.Poll(long.MaxValue, host.Events));

        // A wake before the poll counts too, and many count once.
        host.Stack.Wake();
        host.Stack.Wake();
        host.Do(stack => stack.Poll(long.MaxValue, host.Events));
        long slept = host.Do(stack =>
        {
            long before = stack.Now;
            stack.Poll(before + (20 * TimeSpan.TicksPerMillisecond), host.Events);
            return stack.Now - before;
        });
        Assert.InRange(slept, 20 * TimeSpan.TicksPerMillisecond, 5 * TimeSpan.TicksPerSecond);

        INetworkStack closed = host.Stack;
        host.Dispose();
        closed.Wake();
    }

    private static void Expect(StackHost host, Func<LinkState, bool> state)
    {
        host.Events.Links.Clear();
        host.PollUntil(
            events => events.Links.Contains((host.Link.Index, "eth0"))
                && host.Stack.TryGetLink(host.Link.Index, out LinkState link) && state(link),
            "an event and the state");
    }
}
