using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Resources;
using NginxHa.Platform;
using NginxHa.Tests.Unit.Installation;

namespace NginxHa.Tests.Unit.Cmdlets.Resources;

/// <summary>The agent as a resource, on a folder that stands for a machine.</summary>
[Collection(ModuleStateCollection.Name)]
public sealed class HaAgentResourceTests : IDisposable
{
    private const string Document = "/etc/nginxha/nginxha.json";

    private readonly AgentFolder _builds = new();
    private readonly MachineFolder _machine = new((Document, "{}"), ("/usr/bin/dotnet", ""), ("/run/systemd/system/any", ""));
    private readonly RecordingRunner _runner;
    private readonly IDisposable _replacement;
    private readonly HaAgentResource _resource = new();
    private bool _isEnabled;
    private bool _isActive;

    public HaAgentResourceTests()
    {
        _runner = new RecordingRunner(Answer);
        _replacement = InstallationMachine.Replace(_machine.Files, _runner);
    }

    public void Dispose()
    {
        _replacement.Dispose();
        _builds.Dispose();
        _machine.Dispose();
    }

    [Fact]
    public async Task Absent_present_again_stopped_and_absent()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Installing is for root.");
        string source = _builds.Managed().Folder;
        ResourceState state = await GetAsync(source, null);
        Assert.False(state.Exists);
        Assert.Contains(state.Reasons, reason => reason.Contains("Copy the agent", StringComparison.Ordinal));

        await SetAsync(source, null);
        state = await GetAsync(source, null);
        Assert.True(state.Exists);
        Assert.Empty(state.Reasons);
        Assert.True(_isActive);
        IReadOnlyList<string> files = _machine.AllFiles();
        _runner.Commands.Clear();
        await SetAsync(source, null);
        Assert.Equal(files, _machine.AllFiles());
        Assert.DoesNotContain(_runner.Commands, command => command.Text.Contains("start", StringComparison.Ordinal));

        Assert.Equal(["State is 'Running'; declared is 'Stopped'."], (await GetAsync(source, "Stopped")).Reasons);
        await SetAsync(source, "Stopped");
        Assert.False(_isActive);
        Assert.Empty((await GetAsync(source, "Stopped")).Reasons);
        await SetAsync(source, "Running");
        Assert.True(_isActive);

        Assert.NotEmpty((await _resource.GetAsync(Input(source, null, "Absent"), Context)).Reasons);
        await _resource.SetAsync(Input(source, null, "Absent"), Context);
        state = await _resource.GetAsync(Input(source, null, "Absent"), Context);
        Assert.False(state.Exists);
        Assert.Empty(state.Reasons);
        Assert.True(_machine.Files.Exists(Document));
    }

    [Fact]
    public async Task A_state_that_is_none_is_refused()
    {
        HaException refused = await Assert.ThrowsAsync<HaException>(() => GetAsync(_builds.Managed().Folder, "Sleeping"));
        Assert.Contains("Running or Stopped", refused.Message, StringComparison.Ordinal);
    }

    private static ResourceContext Context => new(_ => { }, _ => { }, path => path, TestContext.Current.CancellationToken);

    private Task<ResourceState> GetAsync(string source, string? state) => _resource.GetAsync(Input(source, state, "Present"), Context);

    private Task SetAsync(string source, string? state) => _resource.SetAsync(Input(source, state, "Present"), Context);

    private static ResourceInput Input(string source, string? state, string ensure)
    {
        var declaration = new PSObject();
        declaration.Properties.Add(new PSNoteProperty("Ensure", ensure));
        declaration.Properties.Add(new PSNoteProperty("DocumentPath", Document));
        declaration.Properties.Add(new PSNoteProperty("SourcePath", source));
        declaration.Properties.Add(new PSNoteProperty("State", state));
        return new ResourceInput(declaration);
    }

    private CommandOutcome Answer(SystemCommand command)
    {
        string text = command.Text;
        _isEnabled = text.Contains(" enable ", StringComparison.Ordinal) || (_isEnabled && !text.Contains(" disable ", StringComparison.Ordinal));
        _isActive = text.Contains(" start ", StringComparison.Ordinal) || text.Contains(" restart ", StringComparison.Ordinal) || (_isActive && !text.Contains(" stop ", StringComparison.Ordinal));
        return (text.Contains("is-enabled", StringComparison.Ordinal) && !_isEnabled) || (text.Contains("is-active", StringComparison.Ordinal) && !_isActive)
            ? RecordingRunner.Bad(3)
            : RecordingRunner.Good();
    }
}
