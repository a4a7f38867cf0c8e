using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using NginxHa.Agent.Logging;
using NginxHa.Agent.Service;
using NginxHa.Topology;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Agent;

public sealed class ServiceManagerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nha-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Messages_are_those_of_sd_notify()
    {
        Assert.Equal("READY=1\nSTATUS=all is well", NotifyMessage.Ready("all is\nwell"));
        Assert.Equal("STOPPING=1\nSTATUS=end", NotifyMessage.Stopping("end"));
        Assert.Equal("RELOADING=1\nMONOTONIC_USEC=12000000", NotifyMessage.Reloading(12 * Stopwatch.Frequency));
    }

    [Fact]
    public void Notifications_arrive_by_path_and_by_abstract_name()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs Unix sockets for datagrams");
        string path = Path.Combine(_folder, "notify");
        string name = "nha-" + Path.GetFileName(_folder);
        foreach ((string variable, string address) in new[] { (path, path), ("@" + name, "\0" + name) })
        {
            using Socket socket = Listen(address);
            using var manager = new ServiceManager(variable, null, null);
            manager.Notify("READY=1");
            Assert.Equal("READY=1", Receive(socket));
        }
    }

    [Theory]
    [InlineData(null, "1000", null, null)]
    [InlineData("/x", null, null, null)]
    [InlineData("/x", "0", null, null)]
    [InlineData("/x", "3000000", null, 3)]
    [InlineData("/x", "3000000", "1", null)]
    public void Watchdog_is_wanted_when_the_manager_says_so_to_this_process(string? socket, string? microseconds, string? process, int? seconds)
    {
        using var manager = new ServiceManager(socket, microseconds, process);
        Assert.Equal(seconds, (int?)manager.WatchdogTimeout?.TotalSeconds);
    }

    [Fact]
    public async Task Watchdog_is_fed_twice_in_its_time_and_only_while_the_loops_answer()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs Unix sockets for datagrams");
        string path = Path.Combine(_folder, "notify");
        using Socket socket = Listen(path);
        using var manager = new ServiceManager(path, "2000000", null);
        var time = new FakeTimeProvider();
        using var text = new StringWriter();
        using var log = new AgentLog(new AgentLogSettings { Format = AgentLogFormat.Text }, text, time);
        bool hangs = false;
        int asked = 0;
        async Task<IReadOnlyList<EngineLoopStatus>> Probe(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref asked);
            if (hangs)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return [];
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        Task running = new Watchdog(Probe, manager, log, time).RunAsync(ending.Token);
        Assert.Equal(NotifyMessage.Watchdog, Receive(socket));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(NotifyMessage.Watchdog, Receive(socket));

        hangs = true;
        int before = asked;
        time.Advance(TimeSpan.FromSeconds(1));
        await Until(() => asked > before);
        time.Advance(TimeSpan.FromSeconds(1));
        await Until(() => text.ToString().Contains("not fed", StringComparison.Ordinal));
        Assert.Equal(0, socket.Available);

        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1, Cancelled);
        }
    }

    private static Socket Listen(string address)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        socket.Bind(new UnixDomainSocketEndPoint(address));
        return socket;
    }

    private static string Receive(Socket socket)
    {
        byte[] buffer = new byte[1024];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}
