using System.Net;
using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Networking;

namespace NginxHa.Tests.Interop.Networking;

/// <summary>Namespaces by name.</summary>
public sealed class NetworkNamespaceTests : IDisposable
{
    private readonly TestNetwork _network = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _network.Dispose();

    [InteropFact]
    public void Work_sees_the_network_of_its_namespace_and_the_caller_stays_where_it_is()
    {
        TestNode node = _network.AddNode("node", "10.77.0.1/24");
        Assert.Contains(node.Namespace, NetworkNamespace.GetNames());
        Assert.True(NetworkNamespace.Exists(node.Namespace));
        Assert.False(NetworkNamespace.Exists("nha-there-is-none"));

        string here = Identity();
        Assert.NotEqual(here, NetworkNamespace.Run(node.Namespace, Identity));
        Assert.Equal(here, NetworkNamespace.Run(null, Identity));
        Assert.Equal(here, Identity());

        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(
            () => NetworkNamespace.Run(node.Namespace, () => throw new InvalidOperationException("from within")));
        Assert.Equal("from within", failure.Message);

        static string Identity() => new FileInfo("/proc/thread-self/ns/net").LinkTarget!;
    }

    [InteropTheory]
    [InlineData("nha-there-is-none", "none of that name")]
    [InlineData("../netns/x", "'/'")]
    [InlineData("..", "name")]
    [InlineData("", "name")]
    public void A_wrong_name_is_refused_before_anything_runs(string name, string reason)
    {
        NetworkException failure = Assert.Throws<NetworkException>(
            () => NetworkNamespace.Run(name, () => Assert.Fail("It ran.")));
        Assert.Contains($"'{name}'", failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [InteropFact]
    public async Task A_connection_leaves_from_within_a_namespace()
    {
        TestNode client = _network.AddNode("client", "10.77.0.1/24");
        TestNode server = _network.AddNode("server", "10.77.0.2/24");
        using Socket listener = NetworkNamespace.OpenSocket(server.Namespace, AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Parse("10.77.0.2"), 0));
        listener.Listen();
        IPEndPoint endPoint = (IPEndPoint)listener.LocalEndPoint!;

        using Socket connected = await NetworkNamespace.ConnectAsync(client.Namespace, endPoint, Cancelled);
        using Socket accepted = await listener.AcceptAsync(Cancelled);
        Assert.Equal(IPAddress.Parse("10.77.0.1"), ((IPEndPoint)accepted.RemoteEndPoint!).Address);

        await Assert.ThrowsAnyAsync<SocketException>(
            async () => await NetworkNamespace.ConnectAsync(client.Namespace, new IPEndPoint(endPoint.Address, endPoint.Port ^ 1), Cancelled));
    }

    [InteropFact]
    public void A_stack_belongs_to_the_namespace_that_it_was_opened_in()
    {
        TestNode node = _network.AddNode("node", "10.77.0.1/24");
        using INetworkStack stack = NetworkNamespace.Run(node.Namespace, () => NetworkStack.Open());
        Assert.Contains(stack.GetAddresses(), address => address.Address.ToString() == "10.77.0.1");
    }
}
