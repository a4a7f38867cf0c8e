using NginxHa.Installation.Agent;
using NginxHa.Installation.Machine;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Topology;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Control;

/// <summary>The script for System V init, with the real agent on a node and a runtime folder of its own.</summary>
public sealed class InitScriptTests : IDisposable
{
    private static readonly Pairing _web = new() { Name = "web", Id = 7, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.1) };

    private readonly Segment _segment = new();
    private readonly ScratchFolder _folder = new(forPrograms: true);
    private readonly string _script;

    public InitScriptTests()
    {
        var options = new AgentServiceOptions { Program = Repository.Agent, DocumentPath = _folder["nginxha.json"] };
        _script = _folder.WriteProgram("nginxha-agent", AgentServiceTexts.File(ServiceManager.UpdateRc, options)!.Value.Text);
        Write(200);
    }

    private string ProcessFile => Path.Combine(_folder["run"], "agent.pid");

    public void Dispose()
    {
        Run("stop");
        _segment.Dispose();
        _folder.Dispose();
    }

    [InteropFact]
    public async Task It_starts_reloads_tells_and_stops()
    {
        Assert.Equal((3, false), (Run("status").ExitCode, File.Exists(ProcessFile)));
        Assert.Equal(7, Run("reload").ExitCode);
        Assert.Equal(0, Run("start").ExitCode);
        string process = File.ReadAllText(ProcessFile).Trim();
        Assert.Contains($"(process {process})", Run("status").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("start").ExitCode);
        Assert.Equal(process, File.ReadAllText(ProcessFile).Trim());
        await Eventually.TrueAsync(() => _segment.Ours.Owns(_web.Address), AgentProcess.Patience, () => "it is master", TestContext.Current.CancellationToken);

        // A document that would be refused does not even reach the agent.
        _folder.Write("nginxha.json", "{}");
        CommandResult refused = Run("reload");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("nginxha.json", refused.Output + refused.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, Run("restart").ExitCode);
        Assert.True(_segment.Ours.Owns(_web.Address));
        _folder.Write("nginxha.json", TopologyDocument.Write(new Topology.HaTopology { Instances = [(_web with { Id = 8 }).Ours(_segment, 200)] }));
        Assert.Equal(0, Run("reload").ExitCode);
        await Eventually.TrueAsync(() => _segment.Ours.Owns("10.77.8.1") && !_segment.Ours.Owns(_web.Address), AgentProcess.Patience, () => "it runs the new document", TestContext.Current.CancellationToken);

        Assert.Equal(0, Run("stop").ExitCode);
        Assert.False(_segment.Ours.Owns("10.77.8.1"));
        Assert.Equal(3, Run("status").ExitCode);
        Assert.Equal(0, Run("stop").ExitCode);
    }

    [InteropFact]
    public void A_process_id_that_is_another_processs_by_now_is_not_touched()
    {
        Directory.CreateDirectory(_folder["run"]);
        File.WriteAllText(ProcessFile, $"{Environment.ProcessId}\n");
        Assert.Equal(1, Run("status").ExitCode);
        Assert.Equal(0, Run("stop").ExitCode);
        File.Delete(ProcessFile);
    }

    [InteropFact]
    public void A_document_that_is_refused_starts_nothing()
    {
        Write(0);
        Assert.Equal(6, Run("start").ExitCode);
        Assert.Equal(3, Run("status").ExitCode);
        Assert.Equal(2, Run("dance").ExitCode);
    }

    private void Write(byte priority) =>
        _folder.Write("nginxha.json", TopologyDocument.Write(new Topology.HaTopology { Instances = [_web.Ours(_segment, priority)] }));

    private CommandResult Run(string action) => Command.TryRun(
        null,
        "ip",
        [
            "netns", "exec", _segment.Ours.Namespace, "env", $"NGINXHA_RUNTIME={_folder["run"]}", $"DOTNET_ROOT={Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../.."))}",
            "sh", _script, action,
        ]);
}
