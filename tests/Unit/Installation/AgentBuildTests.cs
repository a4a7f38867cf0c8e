using System.Runtime.Versioning;
using NginxHa.Installation;
using NginxHa.Installation.Agent;
using NginxHa.Installation.Planning;
using NginxHa.Platform;

namespace NginxHa.Tests.Unit.Installation;

/// <summary>Builds of the agent: found, told apart, and put in place.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AgentBuildTests : IDisposable
{
    private readonly AgentFolder _builds = new();
    private readonly MachineFolder _machine = new();

    public void Dispose()
    {
        _builds.Dispose();
        _machine.Dispose();
    }

    [Fact]
    public void Builds_are_told_apart_by_name_and_content()
    {
        AgentBuild native = _builds.Native();
        Assert.True(native.IsNative);
        Assert.Equal("nginxha-agent", native.Program);
        AgentBuild managed = _builds.Managed();
        Assert.False(managed.IsNative);
        Assert.Equal("nginxha-agent.dll", managed.Program);
        Assert.Matches("^[0-9a-f]{16}$", native.Id);
        string[] ids = [native.Id, managed.Id, _builds.Native("other").Id, _builds.Managed("other").Id];
        Assert.Equal(4, ids.Distinct().Count());
        Assert.Equal(native.Id, AgentBuild.Read(native.Folder)!.Id);
        File.Move(Path.Combine(managed.Folder, "nginxha-agent.runtimeconfig.json"), Path.Combine(managed.Folder, "renamed.json"));
        Assert.NotEqual(managed.Id, AgentBuild.Read(managed.Folder)!.Id);
    }

    [Fact]
    public void A_native_build_for_this_machine_is_preferred()
    {
        AgentBuild managed = _builds.Managed();
        Assert.Equal(managed.Id, AgentBuild.Find(managed.Folder).Id);
        string own = Path.Combine(managed.Folder, $"linux-{System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}");
        Directory.CreateDirectory(own);
        File.WriteAllText(Path.Combine(own, "nginxha-agent"), "native");
        Assert.True(AgentBuild.Find(managed.Folder).IsNative);
        Assert.Equal(InstallationFailure.NotFound, Assert.Throws<InstallationException>(() => AgentBuild.Find(_machine.Files.Locate("/nowhere"))).Failure);
    }

    [Fact]
    public async Task A_build_is_copied_whole_and_the_one_before_is_kept()
    {
        AgentBuild first = _builds.Managed("1");
        AgentBuild second = _builds.Managed("2");
        AgentBuild third = _builds.Native("3");
        await InstallAsync(first);
        Assert.Equal((first.Id, null), Links());
        await InstallAsync(second);
        Assert.Equal((second.Id, first.Id), Links());
        await InstallAsync(third);
        Assert.Equal((third.Id, second.Id), Links());
        Assert.Equal(new[] { second.Id, third.Id, "current", "previous" }.Order(StringComparer.Ordinal), _machine.Files.List(AgentPaths.Folder));
        Assert.Equal("native3"[6..], File.ReadAllText(_machine.Files.Locate("/usr/local/libexec/nginxha/current/nginxha-agent")));
        Assert.Equal(FileModes.Program, File.GetUnixFileMode(_machine.Files.Locate("/usr/local/libexec/nginxha/current/nginxha-agent")));
        Assert.False(File.GetUnixFileMode(_machine.Files.Locate("/usr/local/libexec/nginxha/previous/nginxha-agent.dll")).HasFlag(UnixFileMode.UserExecute));

        // The way back.
        await InstallAsync(second);
        Assert.Equal((second.Id, third.Id), Links());
    }

    [Fact]
    public async Task A_damaged_build_is_put_right()
    {
        AgentBuild build = _builds.Managed();
        await InstallAsync(build);
        string file = _machine.Files.Locate("/usr/local/libexec/nginxha/current/nginxha-agent.dll");
        File.WriteAllText(file, "rot");
        await InstallAsync(build);
        Assert.Equal("managed", File.ReadAllText(file));
        Assert.Equal((build.Id, null), Links());
    }

    [Fact]
    public async Task What_is_in_use_stays_when_a_copy_fails()
    {
        AgentBuild first = _builds.Managed("1");
        await InstallAsync(first);
        AgentBuild second = _builds.Managed("2");
        File.WriteAllText(Path.Combine(second.Folder, "nginxha-agent.dll"), "changed meanwhile");
        InstallationException failed = await Assert.ThrowsAsync<InstallationException>(() => InstallAsync(second));
        Assert.Equal(InstallationFailure.FileSystem, failed.Failure);
        Assert.Equal((first.Id, null), Links());
        Assert.Equal(new[] { first.Id, "current" }.Order(StringComparer.Ordinal), _machine.Files.List(AgentPaths.Folder));
    }

    private Task InstallAsync(AgentBuild build) => new StepRunner(new RecordingRunner(), _machine.Files)
        .RunAsync(new AgentBuildStep("Copy", build, AgentPaths.Folder), null, TestContext.Current.CancellationToken);

    private (string? Current, string? Previous) Links() =>
        (AgentBuildInstaller.Linked(_machine.Files, AgentPaths.CurrentLink), AgentBuildInstaller.Linked(_machine.Files, AgentPaths.PreviousLink));
}
