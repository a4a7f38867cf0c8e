using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using NginxHa.Installation;
using NginxHa.Installation.Downloads;
using NginxHa.Installation.Sources;
using NginxHa.Tests.Unit.Nginx.Health;

namespace NginxHa.Tests.Unit.Installation;

/// <summary>Downloads over real connections on the loopback.</summary>
public sealed class DownloadTests : IDisposable
{
    private static readonly DownloadRules Quick = new() { Pause = TimeSpan.FromMilliseconds(1) };
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(300_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("nha-download-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_comes_whole()
    {
        await using var server = new FileServer((_, _, send) => SendAsync(send, FileServer.Head("200 OK", $"Content-Length: {Content.Length}"), Content));
        await new Downloader(Quick).FetchAsync(server["x"], Target, null, Token);
        AssertWhole();
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("ETag: \"one\"", "If-Range: \"one\"")]
    [InlineData("Last-Modified: Wed, 01 Jan 2025 00:00:00 GMT", "If-Range: Wed, 01 Jan 2025 00:00:00 GMT")]
    public async Task What_was_cut_off_is_gone_on_with(string version, string condition)
    {
        await using var server = new FileServer((head, number, send) => number == 1
            ? SendAsync(send, FileServer.Head("200 OK", version, $"Content-Length: {Content.Length}"), Content[..100_000])
            : SendAsync(send, FileServer.Head("206 Partial Content", version, $"Content-Range: bytes {Start(head)}-{Content.Length - 1}/{Content.Length}", $"Content-Length: {Content.Length - Start(head)}"), Content[Start(head)..]));
        var lines = new List<string>();
        await new Downloader(Quick).FetchAsync(server["x"], Target, lines.Add, Token);
        AssertWhole();
        string second = server.Requests.Last();
        Assert.Contains("Range: bytes=100000-", second, StringComparison.Ordinal);
        Assert.Contains(condition, second, StringComparison.Ordinal);
        Assert.StartsWith("Attempt 1 of 4 ended after 100000 bytes: ", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_begins_anew()
    {
        await using var server = new FileServer((_, number, send) => number == 1
            ? SendAsync(send, FileServer.Head("200 OK", "ETag: \"one\"", $"Content-Length: {Content.Length}"), new byte[100_000])
            : SendAsync(send, FileServer.Head("200 OK", "ETag: \"two\"", $"Content-Length: {Content.Length}"), Content));
        await new Downloader(Quick).FetchAsync(server["x"], Target, null, Token);
        AssertWhole();
    }

    [Fact]
    public async Task Without_a_mark_of_its_version_and_after_a_range_that_cannot_be_a_file_begins_anew()
    {
        await using var server = new FileServer((head, number, send) => number switch
        {
            1 => SendAsync(send, FileServer.Head("200 OK", "ETag: W/\"weak\"", $"Content-Length: {Content.Length}"), Content[..5]),
            2 => SendAsync(send, FileServer.Head("200 OK", "ETag: \"one\"", $"Content-Length: {Content.Length}"), Content[..5]),
            3 => SendAsync(send, FileServer.Head("416 Range Not Satisfiable", "Content-Length: 0"), []),
            _ => SendAsync(send, FileServer.Head("200 OK", $"Content-Length: {Content.Length}"), Content),
        });
        await new Downloader(Quick).FetchAsync(server["x"], Target, null, Token);
        AssertWhole();
        Assert.Equal([false, false, true, false], server.Requests.Select(head => head.Contains("Range: bytes=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Another_part_than_was_asked_for_is_not_taken()
    {
        await using var server = new FileServer((_, number, send) => number switch
        {
            1 => SendAsync(send, FileServer.Head("200 OK", "ETag: \"one\"", $"Content-Length: {Content.Length}"), Content[..10]),
            2 => SendAsync(send, FileServer.Head("206 Partial Content", $"Content-Range: bytes 0-{Content.Length - 1}/{Content.Length}", $"Content-Length: {Content.Length}"), Content),
            _ => SendAsync(send, FileServer.Head("206 Partial Content", $"Content-Range: bytes 10-{Content.Length - 1}/{Content.Length}", $"Content-Length: {Content.Length - 10}"), Content[10..]),
        });
        await new Downloader(Quick).FetchAsync(server["x"], Target, null, Token);
        AssertWhole();
    }

    [Theory]
    [InlineData("Content-Length: 300000")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task What_is_always_cut_off_leaves_nothing(string length)
    {
        byte[] chunk = [.. "3E8\r\n"u8, .. Content[..1000], .. "\r\n"u8];
        await using var server = new FileServer((_, _, send) => SendAsync(send, FileServer.Head("200 OK", length), chunk));
        InstallationException failure = await FailAsync(new Downloader(Quick), server["x"]);
        Assert.Equal(InstallationFailure.NotFound, failure.Failure);
        Assert.EndsWith("That was attempt 4 of 4.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData("404 Not Found", 1)]
    [InlineData("403 Forbidden", 1)]
    [InlineData("503 Service Unavailable", 4)]
    [InlineData("429 Too Many Requests", 4)]
    public async Task Only_what_may_pass_is_tried_again(string status, int attempts)
    {
        await using var server = new FileServer((_, _, send) => SendAsync(send, FileServer.Head(status, "Content-Length: 0"), []));
        Assert.Contains(status[..3], (await FailAsync(new Downloader(Quick), server["x"])).Message, StringComparison.Ordinal);
        Assert.Equal(attempts, server.Requests.Count);
    }

    [Fact]
    public async Task A_file_is_not_larger_than_allowed_whether_it_says_so_or_not()
    {
        DownloadRules small = Quick with { Largest = 1000 };
        await using var honest = new FileServer((_, _, send) => SendAsync(send, FileServer.Head("200 OK", "Content-Length: 1001"), []));
        Assert.Equal(InstallationFailure.NotVerified, (await FailAsync(new Downloader(small), honest["x"])).Failure);
        await using var silent = new FileServer((_, _, send) => SendAsync(send, FileServer.Head("200 OK"), Content));
        Assert.Contains("larger than 1000 bytes", (await FailAsync(new Downloader(small), silent["x"])).Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (honest.Requests.Count, silent.Requests.Count));
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_left()
    {
        using var asked = new SemaphoreSlim(0);
        await using var server = new FileServer(async (_, _, send) =>
        {
            await send(FileServer.Head("200 OK", "ETag: \"one\"", $"Content-Length: {Content.Length}"));
            await send(Content[..10]);
            asked.Release();
            await send(FileServer.Silence);
        });
        var time = new FakeTimeProvider();
        Task<InstallationException> failing = FailAsync(new Downloader(new DownloadRules { Attempts = 1 }, timeProvider: time), server["x"]);
        await asked.WaitAsync(Token);
        while (!failing.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(1, Token);
        }

        Assert.Contains("Nothing came for 30 s.", (await failing).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_slow_for_ever_is_left_too()
    {
        var time = new FakeTimeProvider();
        await using var server = new FileServer(async (_, _, send) =>
        {
            await send(FileServer.Head("200 OK", $"Content-Length: {Content.Length}"));
            foreach (byte one in Content)
            {
                await send([one]);
                time.Advance(TimeSpan.FromSeconds(20));
                await Task.Delay(1, Token);
            }
        });
        Assert.Contains("it took longer than 900 s.", (await FailAsync(new Downloader(Quick with { Silence = TimeSpan.FromHours(1) }, timeProvider: time), server["x"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_leaves_nothing()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var server = new FileServer(async (_, _, send) =>
        {
            await send(FileServer.Head("200 OK", $"Content-Length: {Content.Length}"));
            await send(Content[..1000]);
            await cancel.CancelAsync();
            await send(FileServer.Silence);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Downloader(Quick).FetchAsync(server["x"], Target, null, cancel.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_server_that_is_not_there_and_a_certificate_that_nobody_signed()
    {
        Uri address;
        await using (var gone = new FileServer((_, _, _) => Task.CompletedTask))
        {
            address = gone["x"];
        }

        Assert.Contains("refused", (await FailAsync(new Downloader(Quick with { Attempts = 2 }), address)).Message, StringComparison.OrdinalIgnoreCase);
        using X509Certificate2 own = Certificate();
        await using var server = new FileServer((_, _, send) => SendAsync(send, FileServer.Head("200 OK"), Content), own);
        Assert.Contains("SSL", (await FailAsync(new Downloader(Quick with { Attempts = 1 }), server["x"])).Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Redirections_are_followed_but_never_away_from_TLS()
    {
        await using var plain = new FileServer((head, _, send) => head.StartsWith("GET /new", StringComparison.Ordinal)
            ? SendAsync(send, FileServer.Head("200 OK", $"Content-Length: {Content.Length}"), Content)
            : SendAsync(send, FileServer.Head("302 Found", head.StartsWith("GET /for-ever", StringComparison.Ordinal) ? "Location: /for-ever" : "Location: /new", "Content-Length: 0"), []));
        await new Downloader(Quick).FetchAsync(plain["old"], Target, null, Token);
        AssertWhole();
        File.Delete(Target);
        Assert.Contains("302", (await FailAsync(new Downloader(Quick), plain["for-ever"])).Message, StringComparison.Ordinal);

        int before = plain.Requests.Count;
        using X509Certificate2 own = Certificate();
        await using var secure = new FileServer((_, _, send) => SendAsync(send, FileServer.Head("302 Found", $"Location: {plain["new"]}", "Content-Length: 0"), []), own);
        using SocketsHttpHandler trusting = Trusting(own);
        Assert.Contains("302", (await FailAsync(new Downloader(Quick, trusting), secure["x"])).Message, StringComparison.Ordinal);
        Assert.Equal((before, 1), (plain.Requests.Count, secure.Requests.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_build_downloads_from_its_publisher_and_goes_on_only_with_what_it_knows(bool right)
    {
        using X509Certificate2 own = Certificate();
        await using var server = new FileServer((_, _, send) => SendAsync(send, FileServer.Head("200 OK", $"Content-Length: {Content.Length}"), Content), own);
        using SocketsHttpHandler handler = Trusting(own);
        handler.ConnectCallback = async (context, cancellation) =>
        {
            Assert.Equal(("nginx.org", 443), (context.DnsEndPoint.Host, context.DnsEndPoint.Port));
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            await socket.ConnectAsync(server.EndPoint, cancellation);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        };
        using var machine = new MachineFolder();
        var runner = new RecordingRunner(_ => RecordingRunner.Bad(1, "no"));
        var build = new SourceBuild
        {
            Component = Component.Nginx,
            Version = "1.28.0",
            Prefix = "/opt/nginx",
            Checksums = right ? [Convert.ToHexString(SHA256.HashData(Content))] : [],
            WorkFolder = _folder,
        };
        InstallationException failure = await Assert.ThrowsAsync<InstallationException>(() => new SourceBuilder(runner, machine.Files) { Downloader = new Downloader(Quick, handler) }.BuildAsync(build, null, Token));
        Assert.StartsWith("GET /download/nginx-1.28.0.tar.gz HTTP/1.1\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
        if (right)
        {
            // It went as far as the first command.
            Assert.Equal("tar", Assert.Single(runner.Commands).Program);
        }
        else
        {
            Assert.Equal(InstallationFailure.NotVerified, failure.Failure);
            Assert.Contains("it is damaged or not the original", failure.Message, StringComparison.Ordinal);
            Assert.Empty(runner.Commands);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        Assert.Empty(machine.AllFiles());
    }

    private static int Start(string head) => int.Parse(head.Split("bytes=")[1].Split('-')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task SendAsync(Func<byte[], Task> send, params byte[][] pieces)
    {
        foreach (byte[] piece in pieces)
        {
            await send(piece);
        }
    }

    private static X509Certificate2 Certificate() => LoopbackServer.Certificate("nginx.org", DateTimeOffset.UtcNow.AddDays(1));

    private static SocketsHttpHandler Trusting(X509Certificate2 own) => new()
    {
        SslOptions = new System.Net.Security.SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, given, _, _) => given?.GetCertHashString() == own.GetCertHashString() },
    };

    private async Task<InstallationException> FailAsync(Downloader downloader, Uri address)
    {
        InstallationException failure = await Assert.ThrowsAsync<InstallationException>(() => downloader.FetchAsync(address, Target, null, Token));
        Assert.StartsWith($"'{address}' ", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        return failure;
    }

    private void AssertWhole()
    {
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }
}
