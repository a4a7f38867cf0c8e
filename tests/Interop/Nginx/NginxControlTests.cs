using System.Text;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;
using NginxHa.Nginx.Upstreams;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Nginx;

[Collection(TimingSensitive.Name)]
public sealed class NginxControlTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [InteropFact(Needs.Nginx)]
    public async Task It_starts_reloads_tells_its_state_and_stops()
    {
        await using LocalNginx nginx = await LocalNginx.CreateAsync(Site, Cancellation);
        Assert.Null(nginx.Server.FindProcesses());
        NginxProcessGroup started = await nginx.Server.StartAsync(LocalNginx.Patience, Cancellation);
        Assert.NotEmpty(started.Workers);
        Assert.Equal(nginx.ConfigurationPath, started.Master.ConfigurationPath);
        Assert.Equal(NginxFailure.AlreadyRunning, (await FailureAsync(() => nginx.Server.StartAsync(LocalNginx.Patience, Cancellation))).Failure);
        NginxReload reload = await nginx.Server.ReloadAsync(LocalNginx.Patience, Cancellation);
        Assert.Equal(started.Master.Id, reload.Master);
        Assert.Empty(reload.NewWorkers.Intersect(reload.OldWorkers));
        Uri page = StatusPage.Find(ConfigurationSet.Load(nginx.ConfigurationPath))!;
        StubStatus status = await StubStatus.ReadAsync(page, LocalNginx.Patience, Cancellation);
        Assert.True(status is { Active: >= 1, Requests: >= 1 }, status.ToString());
        await nginx.Server.StopAsync(graceful: true, LocalNginx.Patience, Cancellation);
        Assert.Null(nginx.Server.FindProcesses());
        Assert.Equal(NginxFailure.NotRunning, (await FailureAsync(() => nginx.Server.ReloadAsync(LocalNginx.Patience, Cancellation))).Failure);
    }

    [InteropFact(Needs.Nginx)]
    public async Task A_configuration_that_nginx_does_not_take_changes_nothing_and_names_the_original_file()
    {
        await using LocalNginx nginx = await LocalNginx.CreateAsync(site => $"include {site["part.conf"]};", Cancellation);
        string part = nginx.Write("part.conf", Site(nginx));
        await nginx.Server.StartAsync(LocalNginx.Patience, Cancellation);
        string changed = await File.ReadAllTextAsync(part, Cancellation) + "\n\nno_such_directive on;\n";
        NginxException error = await FailureAsync(() => Change(nginx, part, changed).CommitAsync(Cancellation));
        Assert.Equal(NginxFailure.Refused, error.Failure);
        ConfigurationDiagnostic diagnostic = Assert.Single(error.Diagnostics);
        int line = changed.Split('\n').TakeWhile(text => !text.StartsWith("no_such", StringComparison.Ordinal)).Count() + 1;
        Assert.Equal((part, line, "unknown directive \"no_such_directive\""), (diagnostic.File, diagnostic.Line, diagnostic.Reason));
        Assert.Equal(Site(nginx), await File.ReadAllTextAsync(part, Cancellation));
        Assert.Equal(["part.conf"], Directory.EnumerateFiles(Path.GetDirectoryName(part)!, "*part.conf*").Select(Path.GetFileName));
    }

    [InteropFact(Needs.Nginx)]
    public async Task A_change_takes_effect_and_one_whose_reload_fails_is_rolled_back()
    {
        await using LocalNginx nginx = await LocalNginx.CreateAsync(Site, Cancellation);
        await nginx.Server.StartAsync(LocalNginx.Patience, Cancellation);
        string text = await File.ReadAllTextAsync(nginx.ConfigurationPath, Cancellation);
        string good = text.Replace("return 200 \"one\"", "return 200 \"two\"", StringComparison.Ordinal);
        ChangeResult result = await Change(nginx, nginx.ConfigurationPath, good).CommitAsync(Cancellation);
        Assert.True(result.Test!.Success);
        Assert.NotNull(result.Reload);
        Assert.Equal("two", await GetAsync(nginx.Port));

        // An address that is taken passes nginx -t and fails when nginx binds it.
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        int port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        string bad = good.Replace("server {", $"server {{ listen 127.0.0.1:{port};", StringComparison.Ordinal).Replace("\"two\"", "\"three\"", StringComparison.Ordinal);
        NginxException error = await FailureAsync(() => Change(nginx, nginx.ConfigurationPath, bad).CommitAsync(Cancellation));
        Assert.Equal(NginxFailure.ReloadFailed, error.Failure);
        Assert.Contains("could not bind", error.Message, StringComparison.Ordinal);
        Assert.Equal(good, await File.ReadAllTextAsync(nginx.ConfigurationPath, Cancellation));
        Assert.Equal("two", await GetAsync(nginx.Port));
    }

    [InteropFact(Needs.Nginx)]
    public async Task The_dump_of_nginx_is_what_the_reader_reads()
    {
        NginxProgram program = NginxProgram.Find(Machine.PathOf("nginx"));
        ConfigurationSet dumped = await program.DumpAsync(null, null, Cancellation);
        NginxBuild build = await program.GetBuildAsync(Cancellation);
        var read = ConfigurationSet.Load(build.ConfigurationPath);
        Assert.Equal(dumped.Files.Select(file => file.Path), read.Files.Select(file => file.Path));
        Assert.Equal(
            dumped.Walk().Select(placed => $"{placed.BlockPath()} {placed.Directive}"),
            read.Walk().Select(placed => $"{placed.BlockPath()} {placed.Directive}"));
    }

    [InteropTheory(Needs.Nginx)]
    [InlineData("events {\n}\n}\n")]
    [InlineData("events {\n")]
    [InlineData("events {}\n;\n")]
    [InlineData("events {}\n{\n}\n")]
    [InlineData("events {}\nuser \"root\"x;\n")]
    [InlineData("events {}\nuser root\n")]
    [InlineData("events {}\nhttp {\n  sendfile on\n}\n")]
    [InlineData("events {}\nhttp {\n  map $uri $x {\n    \"a}\" 'b;';\n    ${uri}x c;\n    \"d\")e;\n  }\n}\n")]
    [InlineData("events {}\nhttp {\n  map $uri $x {\n    a\\\n b;\n    c#d e; # }\n    g}h i;\n  }\n}\n}\n")]
    [InlineData("events {}\nhttp { map $uri $x { \"a\n\nb\" c;\n \"d\"e f; } }\n")]
    public async Task The_reader_refuses_what_nginx_refuses_in_the_same_line(string text)
    {
        using var folder = new ScratchFolder();
        string path = folder.Write("nginx.conf", text);
        NginxTestResult said = await NginxProgram.Find(Machine.PathOf("nginx")).TestAsync(path, null, Cancellation);
        ConfigurationDiagnostic? refusal = null;
        try
        {
            ConfigurationFile.Load(path);
        }
        catch (ConfigurationException e)
        {
            refusal = e.Diagnostic;
        }

        ConfigurationDiagnostic? theirs = said.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal((said.Success, theirs?.Line), (refusal is null, refusal?.Line));
        if (theirs is not null)
        {
            Assert.StartsWith(theirs.Reason[..Math.Min(theirs.Reason.Length, 13)], refusal!.Reason, StringComparison.Ordinal);
        }
    }

    [InteropFact(Needs.Nginx)]
    public async Task Load_balancers_as_written_pass_the_test_of_nginx()
    {
        using var folder = new ScratchFolder();
        (string certificate, string key) = WriteCertificate(folder);
        var options = new LoadBalancerOptions
        {
            Name = "app",
            Servers = [Server(8001), Server(8002) with { Weight = 3, MaxFails = 2, FailTimeout = TimeSpan.FromSeconds(5) }, Server(8003) with { Backup = true }],
            PidFile = folder["nginx.pid"],
            AccessLog = folder["access.log"],
            NginxRelease = (await NginxProgram.Find(Machine.PathOf("nginx")).GetBuildAsync(Cancellation)).Release,
        };
        Assert.NotNull(options.NginxRelease);
        await AssertTakenAsync(folder, options);
        await AssertTakenAsync(folder, options with { Method = "hash $request_uri consistent", Servers = [Server(8001)], Keepalive = 0, StatusPort = 0 });
        await AssertTakenAsync(folder, options with { Certificate = certificate, CertificateKey = key, ServerNames = ["a.example", "*.b.example"], BackendTls = true, BackendAuthorities = certificate });
        string fragment = LoadBalancerWriter.Write(options with { Fragment = true });
        await AssertTakenAsync(folder, $"events {{}} http {{ include {folder.Write("fragment.conf", fragment)}; }}");
    }

    [InteropFact(Needs.Nginx)]
    public async Task Load_balancers_for_stream_as_written_pass_the_test_of_nginx()
    {
        string load = await StreamModule.RequireAsync(Cancellation);
        using var folder = new ScratchFolder();
        (string certificate, string key) = WriteCertificate(folder);
        var options = new LoadBalancerOptions
        {
            Name = "database",
            Protocol = UpstreamProtocol.Stream,
            Listen = ["15432"],
            Servers = [Server(8001), Server(8002) with { Weight = 3, MaxFails = 2, FailTimeout = TimeSpan.FromSeconds(5) }, Server(8003) with { Backup = true }],
            PidFile = folder["nginx.pid"],
            AccessLog = folder["access.log"],
            ModuleIncludes = [folder.Write("modules.conf", load)],
        };
        await AssertTakenAsync(folder, options);
        await AssertTakenAsync(folder, options with { Method = "hash $remote_addr consistent", Servers = [Server(8001)], StatusPort = 0, Listen = ["127.0.0.1:15432", "[::1]:15432"] });
        await AssertTakenAsync(folder, options with { Method = "random two least_conn", Servers = [Server(8001), Server(8002)] });
        await AssertTakenAsync(folder, options with { Udp = true, Listen = ["15353"] });
        await AssertTakenAsync(folder, options with { Certificate = certificate, CertificateKey = key, BackendTls = true, BackendAuthorities = certificate });
        string fragment = folder.Write("fragment.conf", LoadBalancerWriter.Write(options with { Fragment = true }));
        await AssertTakenAsync(folder, $"{load} events {{}} stream {{ include {fragment}; }}");
    }

    private static async Task AssertTakenAsync(ScratchFolder folder, LoadBalancerOptions options) =>
        await AssertTakenAsync(folder, LoadBalancerWriter.Write(options));

    private static async Task AssertTakenAsync(ScratchFolder folder, string text)
    {
        NginxTestResult said = await NginxProgram.Find(Machine.PathOf("nginx")).TestAsync(folder.Write("nginx.conf", text), null, Cancellation);
        Assert.True(said.Success, said.Output);
        Assert.Empty(said.Diagnostics);
    }

    private static (string Certificate, string Key) WriteCertificate(ScratchFolder folder)
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=a.example", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (folder.Write("c.pem", certificate.ExportCertificatePem()), folder.Write("k.pem", key.ExportPkcs8PrivateKeyPem()));
    }

    private static UpstreamServerSettings Server(int port) => new() { Address = new ServerAddress("127.0.0.1", port, null) };

    private static string Site(LocalNginx nginx) =>
        $"server {{\n    listen 127.0.0.1:{nginx.Port};\n    location / {{ return 200 \"one\"; }}\n    location = /status {{ stub_status; }}\n}}\n";

    private static ConfigurationChange Change(LocalNginx nginx, string path, string text) =>
        new(nginx.Server, [new FileChange(path, File.ReadAllBytes(path), Encoding.UTF8.GetBytes(text))]) { ReloadTimeout = LocalNginx.Patience };

    private static async Task<NginxException> FailureAsync(Func<Task> action) => await Assert.ThrowsAsync<NginxException>(action);

    private static async Task<string> GetAsync(int port)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"), Cancellation);
    }
}
