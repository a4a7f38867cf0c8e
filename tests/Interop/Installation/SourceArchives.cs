using System.Diagnostics;
using NginxHa.Installation;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Sources;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Installation;

/// <summary>The source archives of nginx and keepalived as the distribution has them, fetched once by apt with a configuration of its own.</summary>
public sealed class SourceArchives : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private readonly string? _missing;
    private readonly string _nginx = string.Empty;
    private readonly string _keepalived = string.Empty;

    public SourceArchives()
    {
        var files = new MachineFiles();
        if (files.FindProgram("apt-get") is null)
        {
            _missing = "needs apt-get for source archives, which this distribution does not have";
            return;
        }

        if (AptSuite.Find(files) is not { } suite)
        {
            _missing = "needs source archives, and apt knows no archive of this distribution's release";
            return;
        }

        string list = _folder.Write("sources.list", suite.SourceLine);
        Directory.CreateDirectory(_folder["lists/partial"]);
        Directory.CreateDirectory(Folder);
        string[] options =
        [
            "-q", "-o", $"Dir::Etc::SourceList={list}", "-o", "Dir::Etc::SourceParts=/dev/null", "-o", $"Dir::State::Lists={_folder["lists"]}",
            "-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache=", "-o", "APT::Sandbox::User=root",
        ];
        Run([.. options, "update"]);
        Run([.. options, "source", "--download-only", "--tar-only", "nginx", "keepalived"]);
        _nginx = FindArchive(Component.Nginx);
        _keepalived = FindArchive(Component.Keepalived);
    }

    public string Folder => _folder["archives"];

    /// <summary>The archive of nginx; where there can be none, the test that asks is skipped.</summary>
    public string Nginx => OrSkip(_nginx);

    /// <summary>The archive of keepalived; where there can be none, the test that asks is skipped.</summary>
    public string Keepalived => OrSkip(_keepalived);

    /// <summary>Version of the nginx that is there.</summary>
    public string NginxVersion => SourceCatalogue.VersionOf(Component.Nginx, Nginx)!;

    /// <summary>SHA-256 sums of both; apt has verified them by the signature of the distribution.</summary>
    public IReadOnlyList<string> Checksums => [ArchiveVerifier.Sha256(Nginx), ArchiveVerifier.Sha256(Keepalived)];

    public void Dispose() => _folder.Dispose();

    private string OrSkip(string archive)
    {
        Assert.SkipWhen(_missing is not null, _missing ?? string.Empty);
        return archive;
    }

    private string FindArchive(Component component) => SourceCatalogue.Find(component, [Folder], null)?.Path
        ?? throw new InvalidOperationException($"apt fetched no archive of {component}: {string.Join(", ", Directory.GetFiles(Folder).Select(Path.GetFileName))}");

    private void Run(string[] arguments)
    {
        using Process apt = Process.Start(new ProcessStartInfo("apt-get", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = apt.StandardOutput.ReadToEndAsync();
        string error = apt.StandardError.ReadToEnd();
        apt.WaitForExit();
        Assert.True(apt.ExitCode == 0, $"apt-get {string.Join(' ', arguments)}: {output.GetAwaiter().GetResult()}{error}");
    }
}
