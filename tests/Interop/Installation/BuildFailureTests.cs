using NginxHa.Installation;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Sources;
using NginxHa.Platform;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Installation;

/// <summary>Builds that fail for real: the old installation is untouched, and the error names the command with its last lines.</summary>
public sealed class BuildFailureTests(SourceArchives archives) : IClassFixture<SourceArchives>
{
    private const string OldProgram = "/opt/nginx/sbin/nginx";

    [InteropFact]
    public async Task Without_a_compiler()
    {
        using OldInstallation old = new();
        using ScratchFolder programs = new();
        foreach (string program in Directory.GetFiles("/usr/bin").Where(path => !IsCompiler(Path.GetFileName(path))))
        {
            File.CreateSymbolicLink(programs[Path.GetFileName(program)], program);
        }

        InstallationException failure = await FailAsync(old, Build(old), new PathRunner(programs.Path));
        Assert.Equal(InstallationFailure.CommandFailed, failure.Failure);
        Assert.EndsWith("/configure", failure.Command!.Program, StringComparison.Ordinal);
        Assert.Equal(1, failure.ExitCode);
        Assert.Contains("C compiler cc is not found", failure.Message, StringComparison.Ordinal);
    }

    [InteropFact]
    public async Task On_a_full_disk()
    {
        using OldInstallation old = new();
        using ScratchFolder small = new();
        Command.Run("mount", "-t", "tmpfs", "-o", "size=4m", "none", small.Path);
        try
        {
            InstallationException failure = await FailAsync(old, Build(old) with { WorkFolder = small.Path }, new ProcessCommandRunner());
            Assert.Contains("No space left on device", failure.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(small.Path));
        }
        finally
        {
            Command.Run("umount", small.Path);
        }
    }

    [InteropFact]
    public void On_a_disk_that_is_full_when_the_files_take_their_places()
    {
        using ScratchFolder root = new();
        using ScratchFolder stage = new();
        Command.Run("mount", "-t", "tmpfs", "-o", "size=2m", "none", root.Path);
        try
        {
            var files = new MachineFiles(root.Path);
            Directory.CreateDirectory(root["opt/nginx/sbin"]);
            File.WriteAllText(files.Locate(OldProgram), "old");
            Directory.CreateDirectory(stage["opt/nginx/sbin"]);
            Directory.CreateDirectory(stage["opt/nginx/html"]);
            File.WriteAllText(stage["opt/nginx/html/a"], "new");
            File.WriteAllBytes(stage["opt/nginx/sbin/nginx"], new byte[4 * 1024 * 1024]);
            InstallationException failure = Assert.Throws<InstallationException>(() => new StagedInstallation(files, stage.Path).Commit(_ => false, _ => null));
            Assert.Equal(InstallationFailure.FileSystem, failure.Failure);
            Assert.Equal("old", File.ReadAllText(files.Locate(OldProgram)));
            Assert.Equal([files.Locate(OldProgram)], Directory.GetFiles(root.Path, "*", SearchOption.AllDirectories));
            Assert.False(Directory.Exists(root["opt/nginx/html"]));
        }
        finally
        {
            Command.Run("umount", root.Path);
        }
    }

    [InteropFact]
    public async Task From_a_broken_archive()
    {
        using OldInstallation old = new();
        byte[] whole = await File.ReadAllBytesAsync(archives.Nginx, TestContext.Current.CancellationToken);
        string cut = old.Work["nginx-1.22.1.tar.gz"];
        await File.WriteAllBytesAsync(cut, whole[..(whole.Length / 2)], TestContext.Current.CancellationToken);
        SourceBuild build = Build(old) with { Archive = cut, Version = "1.22.1", Checksums = [], WorkFolder = null };
        InstallationException refused = await FailAsync(old, build, new ProcessCommandRunner());
        Assert.Equal(InstallationFailure.NotVerified, refused.Failure);
        Assert.Contains("damaged or not the original", refused.Message, StringComparison.Ordinal);

        InstallationException failure = await FailAsync(old, build with { Checksums = [ArchiveVerifier.Sha256(cut)] }, new ProcessCommandRunner());
        Assert.Equal("tar", failure.Command!.Program);
        Assert.NotEmpty(failure.LastLines);
    }

    [InteropFact]
    public async Task Cancelled_in_the_middle()
    {
        using OldInstallation old = new();
        using var cancelled = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new SourceBuilder(new ProcessCommandRunner(), old.Files).BuildAsync(
            Build(old), line =>
            {
                if (line.Contains("checking for", StringComparison.Ordinal))
                {
                    cancelled.Cancel();
                }
            }, cancelled.Token));
        old.AssertUntouched();
    }

    private static bool IsCompiler(string name) =>
        name is "cc" or "gcc" or "c99" or "c89" or "clang" || name.Contains("-gcc", StringComparison.Ordinal) || name.StartsWith("gcc-", StringComparison.Ordinal) || name.StartsWith("c99-", StringComparison.Ordinal) || name.StartsWith("c89-", StringComparison.Ordinal);

    private static async Task<InstallationException> FailAsync(OldInstallation old, SourceBuild build, ICommandRunner runner)
    {
        InstallationException failure = await Assert.ThrowsAsync<InstallationException>(
            () => new SourceBuilder(runner, old.Files).BuildAsync(build, null, TestContext.Current.CancellationToken));
        old.AssertUntouched();
        return failure;
    }

    private SourceBuild Build(OldInstallation old) => new()
    {
        Component = Component.Nginx,
        Version = archives.NginxVersion,
        Archive = archives.Nginx,
        Checksums = archives.Checksums,
        Prefix = "/opt/nginx",
        WorkFolder = old.Work.Path,
    };

    /// <summary>Programs are looked for in one folder only.</summary>
    private sealed class PathRunner(string path) : ICommandRunner
    {
        private readonly ProcessCommandRunner _runner = new();

        public Task<CommandOutcome> RunAsync(SystemCommand command, Action<string>? line, CancellationToken cancellationToken) =>
            _runner.RunAsync(command with { Environment = new Dictionary<string, string?>(command.Environment) { ["PATH"] = path } }, line, cancellationToken);
    }

    private sealed class OldInstallation : IDisposable
    {
        private readonly ScratchFolder _root = new();

        public OldInstallation()
        {
            Files = new MachineFiles(_root.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(Files.Locate(OldProgram))!);
            File.WriteAllText(Files.Locate(OldProgram), "old");
        }

        public MachineFiles Files { get; }

        public ScratchFolder Work { get; } = new();

        public void AssertUntouched()
        {
            Assert.Equal("old", File.ReadAllText(Files.Locate(OldProgram)));
            Assert.Equal([Files.Locate(OldProgram)], Directory.GetFiles(_root.Path, "*", SearchOption.AllDirectories));
            Assert.Empty(Directory.GetDirectories(Work.Path));
        }

        public void Dispose()
        {
            _root.Dispose();
            Work.Dispose();
        }
    }
}
