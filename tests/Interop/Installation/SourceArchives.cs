using System.Diagnostics;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Installation;

/// <summary>The source archives of nginx and keepalived, fetched once by apt with a configuration of its own.</summary>
public sealed class SourceArchives : IDisposable
{
    private const string Sources = "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian bookworm main\n";
    private readonly ScratchFolder _folder = new();

    public SourceArchives()
    {
        string list = _folder.Write("sources.list", Sources);
        Directory.CreateDirectory(_folder["lists/partial"]);
        Directory.CreateDirectory(Folder);
        string[] options =
        [
            "-q", "-o", $"Dir::Etc::SourceList={list}", "-o", "Dir::Etc::SourceParts=/dev/null", "-o", $"Dir::State::Lists={_folder["lists"]}",
            "-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache=", "-o", "APT::Sandbox::User=root",
        ];
        Run([.. options, "update"]);
        Run([.. options, "source", "--download-only", "--tar-only", "nginx", "keepalived"]);
        Nginx = Directory.GetFiles(Folder, "nginx_*.orig.tar.gz").Single();
        Keepalived = Directory.GetFiles(Folder, "keepalived_*.orig.tar.gz").Single();
    }

    public string Folder => _folder["archives"];

    public string Nginx { get; }

    public string Keepalived { get; }

    public void Dispose() => _folder.Dispose();

    private void Run(string[] arguments)
    {
        using Process apt = Process.Start(new ProcessStartInfo("apt-get", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = apt.StandardOutput.ReadToEndAsync();
        string error = apt.StandardError.ReadToEnd();
        apt.WaitForExit();
        Assert.True(apt.ExitCode == 0, $"apt-get {string.Join(' ', arguments)}: {output.GetAwaiter().GetResult()}{error}");
    }
}
