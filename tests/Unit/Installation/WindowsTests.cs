using System.IO.Compression;
using NginxHa.Installation;
using NginxHa.Installation.Downloads;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Planning;
using NginxHa.Installation.Sources;

namespace NginxHa.Tests.Unit.Installation;

/// <summary>What is done on Windows, as far as another system can tell: steps, command lines, and where the files of the zip go.</summary>
public sealed class WindowsTests : IDisposable
{
    private const string Prefix = "/nginx";

    private static readonly MachineFacts Windows = new()
    {
        Release = new OsRelease("windows", [], "10.0.20348.0", string.Empty, "Windows"),
        PackageManager = PackageManager.None,
        ServiceManager = ServiceManager.TaskScheduler,
        IsWindows = true,
    };

    private static readonly InstallationOptions Nginx = new() { Component = Component.Nginx };
    private static readonly MachineState Running = new() { Services = new Dictionary<string, ServiceState> { ["nginx"] = new(true, true) } };

    private readonly MachineFolder _machine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("nha-zip-").FullName;

    public void Dispose()
    {
        _machine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_steps_of_an_installation()
    {
        IReadOnlyList<InstallationStep> steps = Plan(new MachineState(), Nginx);
        Assert.Equal(
            [@"Unpack nginx 1.28.0 to 'C:\nginx'", @"Let nobody but administrators change 'C:\nginx'", "Start nginx at boot", "Start nginx"],
            steps.Select(step => step.Description));
        Assert.Equal(
            [
                @"icacls.exe 'C:\nginx' /inheritance:r /grant:r '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-545:(OI)(CI)RX' '*S-1-5-19:(OI)(CI)RX' /Q",
                @"icacls.exe 'C:\nginx\logs' /grant:r '*S-1-5-19:(OI)(CI)M' /Q",
                @"icacls.exe 'C:\nginx\temp' /grant:r '*S-1-5-19:(OI)(CI)M' /Q",
                @"schtasks.exe /Create /TN nginx /F /SC ONSTART /RU 'NT AUTHORITY\LocalService' /TR '""C:\nginx\nginx.exe"" -p ""C:\nginx""'",
                "schtasks.exe /Run /TN nginx",
            ],
            Commands(steps));
    }

    [Fact]
    public void What_is_there_stays_and_by_force_the_service_stops_before_it_is_replaced()
    {
        _machine.Add(@"C:\nginx\nginx.exe", "old");
        Assert.Empty(Plan(Running, Nginx));
        Assert.Equal(
            ["Stop nginx", @"Unpack nginx 1.28.0 to 'C:\nginx'", @"Let nobody but administrators change 'C:\nginx'", "Start nginx"],
            Plan(Running, Nginx with { Force = true }).Select(step => step.Description));
    }

    [Fact]
    public void The_newest_zip_of_a_folder_is_taken_and_a_key_goes_with_it()
    {
        foreach (string name in (string[])["nginx-1.9.9.zip", "nginx-1.28.1.zip", "nginx-1.28.2.tar.gz", "other-9.9.9.zip"])
        {
            File.WriteAllText(Path.Combine(_folder, name), string.Empty);
        }

        SourceBuild build = Plan(new MachineState(), Nginx with { SourcePaths = [_folder], SignatureKeyPath = "/key" }).OfType<WindowsArchiveStep>().Single().Build;
        Assert.Equal((Path.Combine(_folder, "nginx-1.28.1.zip"), "1.28.1", "/key"), (build.Archive, build.Version, build.SignatureKeyPath));
        InstallationException missing = Assert.Throws<InstallationException>(() => Plan(new MachineState(), Nginx with { SourcePaths = [_folder], NginxVersion = "1.26.0" }));
        Assert.Contains("no archive of nginx 1.26.0 for Windows", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Removal_keeps_configuration_pages_and_logs_unless_asked_otherwise()
    {
        _machine.Add(@"C:\nginx\nginx.exe", "program");
        RemovalStep removal = Assert.IsType<RemovalStep>(new InstallationPlanner(Windows, Running, _machine.Files).Uninstall(Component.Both, withConfiguration: false)[^1]);
        Assert.Equal([@"C:\nginx\contrib", @"C:\nginx\docs", @"C:\nginx\temp"], removal.WholeFolders);
        IReadOnlyList<InstallationStep> all = new InstallationPlanner(Windows, Running, _machine.Files).Uninstall(Component.Nginx, withConfiguration: true);
        Assert.Equal(["schtasks.exe /End /TN nginx", "schtasks.exe /Delete /TN nginx /F"], Commands(all));
        Assert.Equal([@"C:\nginx"], Assert.IsType<RemovalStep>(all[^1]).WholeFolders);
        Assert.Empty(new InstallationPlanner(Windows, Running, _machine.Files).Uninstall(Component.Keepalived, withConfiguration: true));
    }

    [Fact]
    public async Task The_zip_is_laid_out_and_a_second_one_keeps_what_was_edited()
    {
        await InstallAsync(Zip("nginx-1.28.0/nginx.exe", "nginx-1.28.0/conf/nginx.conf", "nginx-1.28.0/html/index.html", "nginx-1.28.0/docs/LICENSE"));
        Assert.Equal(["/nginx/conf/nginx.conf", "/nginx/docs/LICENSE", "/nginx/html/index.html", "/nginx/nginx.exe"], _machine.AllFiles());
        Assert.True(_machine.Files.FolderExists("/nginx/logs") && _machine.Files.FolderExists("/nginx/temp"));

        _machine.Add("/nginx/conf/nginx.conf", "mine");
        _machine.Add("/nginx/logs/access.log", "log");
        await InstallAsync(Zip("nginx-1.28.0/nginx.exe", "nginx-1.28.0/conf/nginx.conf", "nginx-1.28.0/conf/new.conf", "nginx-1.28.0/docs/CHANGES"));
        Assert.Equal("mine", _machine.Files.Read("/nginx/conf/nginx.conf"));
        Assert.Equal("log", _machine.Files.Read("/nginx/logs/access.log"));
        Assert.Contains("/nginx/conf/new.conf", _machine.AllFiles());
        Assert.DoesNotContain(_machine.AllFiles(), path => path.Contains(".nginxha-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../evil.exe")]
    [InlineData("nginx-1.28.0/../../evil.exe")]
    [InlineData("/evil.exe")]
    [InlineData(@"nginx-1.28.0\..\..\evil.exe")]
    [InlineData(@"C:\evil.exe")]
    public async Task An_entry_that_leads_out_of_the_folder_is_refused_and_nothing_is_unpacked(string entry)
    {
        InstallationException refused = await Assert.ThrowsAsync<InstallationException>(() => InstallAsync(Zip("nginx-1.28.0/nginx.exe", entry)));
        Assert.Equal(InstallationFailure.NotVerified, refused.Failure);
        Assert.Contains($"'{entry}'", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_machine.AllFiles());
    }

    [Fact]
    public async Task What_is_no_zip_or_not_nginx_is_refused()
    {
        string zip = Path.Combine(_folder, "nginx-1.28.0.zip");
        await File.WriteAllTextAsync(zip, "<html>", TestContext.Current.CancellationToken);
        Assert.Contains("no zip archive", (await Assert.ThrowsAsync<InstallationException>(() => InstallAsync(zip))).Message, StringComparison.Ordinal);
        Assert.Contains("no folder with nginx.exe", (await Assert.ThrowsAsync<InstallationException>(() => InstallAsync(Zip("nginx-1.28.0/readme")))).Message, StringComparison.Ordinal);
        Assert.Empty(_machine.AllFiles());
    }

    [Fact]
    public async Task A_zip_whose_sum_nobody_gave_is_refused_with_the_sum_to_compare()
    {
        string zip = Zip("nginx-1.28.0/nginx.exe");
        InstallationException refused = await Assert.ThrowsAsync<InstallationException>(() => InstallAsync(zip, verified: false));
        Assert.Equal(InstallationFailure.NotVerified, refused.Failure);
        Assert.Contains($"{ArchiveVerifier.Sha256(zip)}, which is not known here", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_machine.AllFiles());
    }

    [Fact]
    public async Task A_file_that_cannot_take_its_place_leaves_the_old_ones()
    {
        await InstallAsync(Zip("nginx-1.28.0/contrib/a", "nginx-1.28.0/nginx.exe"));
        string before = _machine.Files.Read("/nginx/nginx.exe")!;
        Directory.CreateDirectory(_machine.Files.Locate("/nginx/zz"));
        string zip = Zip("nginx-1.28.0/nginx.exe", "nginx-1.28.0/zz", "nginx-1.28.0/contrib/b");
        Assert.Equal(InstallationFailure.FileSystem, (await Assert.ThrowsAsync<InstallationException>(() => InstallAsync(zip))).Failure);
        Assert.Equal(before, _machine.Files.Read("/nginx/nginx.exe"));
        Assert.Equal(["/nginx/contrib/a", "/nginx/nginx.exe"], _machine.AllFiles());
    }

    private static IReadOnlyList<string> Commands(IEnumerable<InstallationStep> steps) =>
        [.. steps.OfType<CommandStep>().SelectMany(step => step.Commands).Select(command => command.Text)];

    private IReadOnlyList<InstallationStep> Plan(MachineState state, InstallationOptions options) => new InstallationPlanner(Windows, state, _machine.Files).Install(options);

    private string Zip(params string[] entries)
    {
        string path = Path.Combine(_folder, "nginx-1.28.0.zip");
        File.Delete(path);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (string entry in entries)
        {
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
            writer.Write($"{entry} {Guid.NewGuid()}");
        }

        return path;
    }

    private Task InstallAsync(string zip, bool verified = true)
    {
        var build = new SourceBuild
        {
            Component = Component.Nginx,
            Version = "1.28.0",
            Archive = zip,
            Checksums = verified ? [ArchiveVerifier.Sha256(zip)] : [],
            Prefix = Prefix,
        };
        return new WindowsArchive(new RecordingRunner(), _machine.Files, new Downloader()).InstallAsync(build, null, TestContext.Current.CancellationToken);
    }
}
