using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime.Background;
using NginxHa.Vrrp.Runtime.Core;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

/// <summary>Programs as hooks and checks run them, and which ones are not run.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ProgramTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Not below the folder for temporary files, which everyone may write to.
    private readonly string _folder = Directory.CreateDirectory(
        Path.Combine(Environment.IsPrivilegedProcess ? "/var/lib" : Path.GetTempPath(), $"nginxha-test-{Environment.ProcessId}-{Guid.NewGuid():N}"), Private).FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Arguments_reach_the_program_as_they_are_and_the_environment_is_plain()
    {
        string output = Path.Combine(_folder, "out");
        string script = Script($"for a in \"$@\"; do echo \"[$a]\"; done > {output}; env | cut -d= -f1 | sort >> {output}");
        Environment.SetEnvironmentVariable("NGINXHA_TEST_SECRET", "x");
        ProgramResult result = await RunAsync(script, ["a b", "$(id)", ";", ""]);
        Assert.Equal(0, result.ExitCode);
        string[] lines = await File.ReadAllLinesAsync(output, Token);
        Assert.Equal(["[a b]", "[$(id)]", "[;]", "[]"], lines.Take(4));
        Assert.DoesNotContain("NGINXHA_TEST_SECRET", lines);
        Assert.Contains("PATH", lines);
    }

    [Fact]
    public async Task A_failure_brings_the_first_words_of_its_error_output()
    {
        ProgramResult result = await RunAsync(Script("echo out; echo bad luck >&2; exit 3"), []);
        Assert.Equal(new ProgramResult(3, "exit code 3: bad luck"), result);
    }

    [Fact]
    public async Task A_timeout_ends_everything_that_the_program_has_started()
    {
        string pids = Path.Combine(_folder, "pids");
        string script = Script($"sleep 300 & echo $! > {pids}; echo $$ >> {pids}; trap '' TERM; wait; sleep 300");
        ProgramResult result = await ProgramRunner.RunAsync(new ProgramCall(script, [], null, TimeSpan.FromMilliseconds(500)), null, Token);
        Assert.Equal(new ProgramResult(null, "did not end within 0.5 s"), result);
        foreach (string id in await File.ReadAllLinesAsync(pids, Token))
        {
            while (IsAlive(int.Parse(id, CultureInfo.InvariantCulture)))
            {
                await Task.Delay(5, Token);
            }
        }
    }

    [Fact]
    public async Task A_program_left_in_the_background_is_not_waited_for()
    {
        var watch = Stopwatch.StartNew();
        ProgramResult result = await RunAsync(Script("sleep 20 & exit 0"), []);
        Assert.Equal(0, result.ExitCode);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Another_user_runs_it_when_declared()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can become another user.");
        string script = Script("test \"$(id -un)\" = nobody && test \"$(id -G)\" = \"$(id -G nobody)\"");
        File.SetUnixFileMode(_folder, Private | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        File.SetUnixFileMode(script, Private | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        ProgramResult result = await ProgramRunner.RunAsync(new ProgramCall(script, [], "nobody", TimeSpan.FromSeconds(20)), null, Token);
        Assert.Equal("exit code 0", result.Detail);
        result = await ProgramRunner.RunAsync(new ProgramCall(script, [], "no-such-user", TimeSpan.FromSeconds(20)), null, Token);
        Assert.Null(result.ExitCode);
    }

    [Fact]
    public void What_others_may_change_is_not_run_as_root()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root has to be so careful.");
        string script = Script("exit 0");
        Assert.Null(ProgramTrust.FindProblem(script));
        string link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, "hook.sh");
        Assert.Null(ProgramTrust.FindProblem(link));

        File.SetUnixFileMode(script, Private | UnixFileMode.OtherWrite);
        Assert.Equal($"'{script}' can be changed by others than root", ProgramTrust.FindProblem(script));
        Assert.Equal($"'{script}' can be changed by others than root", ProgramTrust.FindProblem(link));
        File.SetUnixFileMode(script, Private);

        File.SetUnixFileMode(_folder, Private | UnixFileMode.OtherWrite);
        Assert.Equal($"'{_folder}' can be changed by others than root", ProgramTrust.FindProblem(script));
        File.SetUnixFileMode(_folder, Private);

        string open = Directory.CreateTempSubdirectory("nginxha-").FullName;
        string trap = Path.Combine(_folder, "trap");
        File.Copy(script, Path.Combine(open, "hook.sh"));
        File.CreateSymbolicLink(trap, Path.Combine(open, "hook.sh"));
        Assert.Contains("can be changed by others than root", ProgramTrust.FindProblem(trap), StringComparison.Ordinal);
        Directory.Delete(open, recursive: true);

        using (Process owner = Process.Start("/bin/chown", ["nobody", script]))
        {
            owner.WaitForExit();
        }

        Assert.Contains("belongs to another user than root", ProgramTrust.FindProblem(script), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_program_is_not_run()
    {
        Assert.Contains("does not exist", ProgramTrust.FindProblem("/nonexistent"), StringComparison.Ordinal);
        Assert.Contains("not an absolute path", ProgramTrust.FindProblem("true"), StringComparison.Ordinal);
        Assert.Contains("is a folder", ProgramTrust.FindProblem("/usr"), StringComparison.Ordinal);
        Assert.Contains("not executable", ProgramTrust.FindProblem("/etc/passwd"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hooks_of_one_owner_run_in_order_and_failures_are_told()
    {
        string output = Path.Combine(_folder, "out");
        string script = Script($"test \"$1\" = slow && sleep 0.3; echo \"$*\" >> {output}; test \"$1\" != bad");
        var failures = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var queue = new HookQueue((request, reason) => failures.Enqueue($"{request.Owner}: {reason}"), Token);
        foreach (string word in (string[])["slow", "bad", "last"])
        {
            queue.Add(new HookRequest("web", new VrrpHook { Program = script, Arguments = [word] }, ["INSTANCE", "web"], VrrpState.Master, 100), null);
        }

        await queue.DrainAsync();
        Assert.Equal(["slow INSTANCE web", "bad INSTANCE web", "last INSTANCE web"], await File.ReadAllLinesAsync(output, Token));
        Assert.Equal($"web: hook {script}: exit code 1", Assert.Single(failures));
    }

    [Fact]
    public async Task The_same_news_waits_only_once()
    {
        string output = Path.Combine(_folder, "out");
        string script = Script($"sleep 0.2; echo \"$1\" >> {output}");
        var queue = new HookQueue(static (_, _) => { }, Token);
        var hook = new VrrpHook { Program = script };
        foreach (string word in (string[])["a", "b", "b", "b", "a"])
        {
            queue.Add(new HookRequest("web", hook, [word], VrrpState.Master, 100), null);
        }

        await queue.DrainAsync();
        Assert.Equal(["a", "b", "a"], await File.ReadAllLinesAsync(output, Token));
    }

    private static Task<ProgramResult> RunAsync(string program, string[] arguments) =>
        ProgramRunner.RunAsync(new ProgramCall(program, arguments, null, TimeSpan.FromSeconds(20)), null, Token);

    private static bool IsAlive(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(' ')[2] != "Z";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private string Script(string body)
    {
        string path = Path.Combine(_folder, "hook.sh");
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, Private);
        return path;
    }
}
