using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Tracking.Checks;

namespace NginxHa.Tests.Unit.Vrrp.Tracking.Checks;

/// <summary>Checks against real files, processes and sockets of this machine's loopback.</summary>
public sealed class LocalCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nginxha-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("17", 17, "17")]
    [InlineData("-3\n", -3, "-3")]
    [InlineData("+5 and more", 5, "5")]
    [InlineData("", 0, "the file has no number in it")]
    [InlineData("abc", 0, "the file has no number in it")]
    [InlineData("99999999999", 0, "the file has no number in it")]
    [InlineData(null, 0, "the file does not exist")]
    public async Task A_file_gives_its_number(string? content, int value, string detail)
    {
        string path = Path.Combine(_folder, "number");
        if (content is not null)
        {
            await File.WriteAllTextAsync(path, content, Token);
        }

        Assert.Equal(new TrackResult(true, detail, value), await RunAsync(new FileTrackOptions { Name = "t", Path = path }));
    }

    [Fact]
    public async Task A_process_is_found_by_name_until_it_ends()
    {
        string program = Path.Combine(_folder, $"nha{Environment.ProcessId}");
        File.Copy("/bin/sleep", program);
        var options = new ProcessTrackOptions { Name = "t", ProcessName = Path.GetFileName(program) };
        using ITrackCheck check = TrackChecks.Create(options, null);
        Assert.False((await check.RunAsync(Token)).IsUp);
        using Process process = Process.Start(program, "60");
        await UntilAsync(check, isUp: true);
        process.Kill();
        await process.WaitForExitAsync(Token);
        await UntilAsync(check, isUp: false);
    }

    [Fact]
    public async Task A_name_longer_than_the_kernel_keeps_is_told_from_another_one()
    {
        string program = Path.Combine(_folder, "a-very-long-name-of-a-program");
        File.Copy("/bin/sleep", program);
        using Process process = Process.Start(program, "60");
        using ITrackCheck right = TrackChecks.Create(new ProcessTrackOptions { Name = "t", ProcessName = "a-very-long-name-of-a-program" }, null);
        using ITrackCheck wrong = TrackChecks.Create(new ProcessTrackOptions { Name = "t", ProcessName = "a-very-long-name-of-another" }, null);
        await UntilAsync(right, isUp: true);
        Assert.False((await wrong.RunAsync(Token)).IsUp);
        process.Kill();
    }

    [Fact]
    public async Task A_quorum_needs_so_many()
    {
        string program = Path.Combine(_folder, $"nhq{Environment.ProcessId}");
        File.Copy("/bin/sleep", program);
        using ITrackCheck check = TrackChecks.Create(new ProcessTrackOptions { Name = "t", ProcessName = Path.GetFileName(program), Quorum = 2 }, null);
        using Process first = Process.Start(program, "60");
        await WaitAsync(async () => (await check.RunAsync(Token)).Detail!.StartsWith("1 of 2", StringComparison.Ordinal));
        using Process second = Process.Start(program, "60");
        await UntilAsync(check, isUp: true);
        first.Kill();
        second.Kill();
    }

    [Fact]
    public async Task A_pid_file_names_the_process()
    {
        string file = Path.Combine(_folder, "pid");
        var options = new ProcessTrackOptions { Name = "t", PidFile = file };
        Assert.Equal($"{file} does not exist", (await RunAsync(options)).Detail);
        await File.WriteAllTextAsync(file, "not a number", Token);
        Assert.Equal($"{file} has no process id in it", (await RunAsync(options)).Detail);
        await File.WriteAllTextAsync(file, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n", Token);
        Assert.True((await RunAsync(options)).IsUp);

        using Process process = Process.Start("/bin/sleep", "0");
        int id = process.Id;
        await process.WaitForExitAsync(Token);
        await File.WriteAllTextAsync(file, id.ToString(CultureInfo.InvariantCulture), Token);
        Assert.False((await RunAsync(options)).IsUp);
    }

    [Fact]
    public async Task A_tcp_port_is_tried()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var options = new TcpTrackOptions { Name = "t", Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port };
        Assert.True((await RunAsync(options)).IsUp);
        listener.Stop();
        await Assert.ThrowsAnyAsync<SocketException>(async () => await RunAsync(options));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(301, true)]
    [InlineData(404, false)]
    [InlineData(503, false)]
    public async Task A_url_is_asked_on_a_fresh_connection_with_the_host_that_is_declared(int status, bool isUp)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<string> served = ServeAsync(listener, status);
        var options = new HttpTrackOptions
        {
            Name = "t",
            Uri = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/status?x=1"),
            HostHeader = "www.example.com",
        };
        Assert.Equal(new TrackResult(isUp, $"HTTP {status}"), await RunAsync(options));
        string request = await served;
        Assert.StartsWith("GET /status?x=1 HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Host: www.example.com\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_succeeds_with_exit_code_0()
    {
        Assert.Equal(new TrackResult(true, "exit code 0"), await RunAsync(new ScriptTrackOptions { Name = "t", Program = "/usr/bin/test", Arguments = ["a b", "=", "a b"] }));
        TrackResult failed = await RunAsync(new ScriptTrackOptions { Name = "t", Program = "/bin/ls", Arguments = ["/nonexistent place"] });
        Assert.False(failed.IsUp);
        Assert.Contains("nonexistent place", failed.Detail, StringComparison.Ordinal);
    }

    private static async Task<string> ServeAsync(TcpListener listener, int status)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Token);
        NetworkStream stream = client.GetStream();
        byte[] buffer = new byte[4096];
        int length = 0;
        while (!Encoding.ASCII.GetString(buffer, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            length += await stream.ReadAsync(buffer.AsMemory(length), Token);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"), Token);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static async Task<TrackResult> RunAsync(PeriodicTrackOptions options)
    {
        using ITrackCheck check = TrackChecks.Create(options, null);
        return await check.RunAsync(Token);
    }

    private static Task UntilAsync(ITrackCheck check, bool isUp) => WaitAsync(async () => (await check.RunAsync(Token)).IsUp == isUp);

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(5, Token);
        }
    }
}
