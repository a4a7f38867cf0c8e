using System.Diagnostics;
using System.Globalization;
using NginxHa.Platform;

namespace NginxHa.Tests.Unit.Platform;

public sealed class ProcessCommandRunnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nha-command-").FullName;

    public ProcessCommandRunnerTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are those of Unix.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Both_streams_are_told_apart_and_lines_are_told_as_they_come()
    {
        var lines = new List<string>();
        CommandOutcome outcome = await Run("printf 'a\\r\\nb'; sleep 0.05; echo bad >&2; exit 3", line =>
        {
            lock (lines)
            {
                lines.Add(line);
            }
        });
        Assert.Equal((3, CommandEnding.Exited, false), (outcome.ExitCode, outcome.Ending, outcome.Succeeded));
        Assert.Equal(["a", "b"], outcome.Output);
        Assert.Equal(("a\r\nb", "bad\n"), (outcome.OutputText, outcome.Error));
        Assert.Equal(["a", "b", "bad"], lines.Order());
        Assert.Equal(["a", "b", "bad"], outcome.LastLines.Order());
    }

    [Fact]
    public async Task Bytes_that_are_no_text_come_through_and_only_the_last_lines_are_kept_for_messages()
    {
        CommandOutcome outcome = await Run("printf '\\377\\000x\\n'; for i in $(seq 5000); do echo $i; done");
        Assert.Equal([0xff, 0, (byte)'x', (byte)'\n'], outcome.OutputBytes[..4].ToArray());
        Assert.Equal(5001, outcome.Output.Count);
        Assert.Equal("5000", outcome.Output[^1]);
        Assert.Equal((15, "4986"), (outcome.LastLines.Count, outcome.LastLines[0]));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_an_outcome()
    {
        CommandOutcome outcome = await ProcessCommandRunner.Instance.RunAsync(new SystemCommand("/no/such/program", "x"), null, Token);
        Assert.Equal((CommandEnding.NotStarted, CommandOutcome.NotFound), (outcome.Ending, outcome.ExitCode));
        Assert.StartsWith("/no/such/program: ", Assert.Single(outcome.LastLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_is_given_and_a_program_that_does_not_want_it_is_no_error()
    {
        CommandOutcome outcome = await ProcessCommandRunner.Instance.RunAsync(new SystemCommand("cat") { Input = "text" }, null, Token);
        Assert.Equal("text", outcome.OutputText);
        outcome = await ProcessCommandRunner.Instance.RunAsync(new SystemCommand("true") { Input = new string('x', 1 << 20) }, null, Token);
        Assert.True(outcome.Succeeded);
    }

    [Fact]
    public async Task Arguments_are_not_expanded_and_the_environment_is_plain()
    {
        var command = new SystemCommand("sh", "-c", "echo \"$1\" \"$LC_ALL\" \"$MORE\" \"$PWD\"", "sh", "$(id) *")
        {
            WorkingDirectory = _folder,
            Environment = new Dictionary<string, string?> { ["MORE"] = "more" },
        };
        CommandOutcome outcome = await ProcessCommandRunner.Instance.RunAsync(command, null, Token);
        Assert.Equal([$"$(id) * C more {_folder}"], outcome.Output);
    }

    [Fact]
    public async Task What_takes_too_long_is_ended_with_all_that_it_started()
    {
        string pid = Path.Combine(_folder, "pid");
        CommandOutcome outcome = await ProcessCommandRunner.Instance.RunAsync(
            new SystemCommand("sh", "-c", "sleep 300 & echo $! > \"$1\"; echo before; wait", "sh", pid) { TimeLimit = TimeSpan.FromSeconds(1) }, null, Token);
        Assert.Equal((CommandEnding.TimedOut, CommandOutcome.TimedOut), (outcome.Ending, outcome.ExitCode));
        Assert.Equal(["before", "sh did not end within 1 s"], outcome.LastLines);
        await AssertEnds(await ReadPid(pid));
    }

    [Fact]
    public async Task Cancelling_ends_it_with_all_that_it_started()
    {
        string pid = Path.Combine(_folder, "pid");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<CommandOutcome> running = ProcessCommandRunner.Instance.RunAsync(
            new SystemCommand("sh", "-c", "sleep 300 & echo $! > \"$1\"; wait", "sh", pid), null, cancel.Token);
        int child = await ReadPid(pid);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await AssertEnds(child);
    }

    [Fact]
    public async Task A_daemon_that_is_left_behind_is_not_waited_for_and_does_not_die_of_a_closed_pipe()
    {
        string pid = Path.Combine(_folder, "pid"), proof = Path.Combine(_folder, "proof"), go = Path.Combine(_folder, "go");
        var command = new SystemCommand(
            "sh",
            "-c",
            "(n=0; while [ ! -e \"$3\" ] && [ $n -lt 6000 ]; do sleep 0.01; n=$((n+1)); done; echo late; echo late >&2; echo lives > \"$2\") & echo $! > \"$1\"; echo said; echo why >&2; exit 4",
            "sh",
            pid,
            proof,
            go)
        {
            LeavesDaemon = true,
        };
        CommandOutcome outcome = await ProcessCommandRunner.Instance.RunAsync(command, null, Token);
        Assert.Equal((4, "why\n"), (outcome.ExitCode, outcome.Error));
        Assert.Equal(["said"], outcome.Output);
        int child = await ReadPid(pid);
        await File.WriteAllTextAsync(go, string.Empty, Token);
        await AssertEnds(child);
        Assert.Equal("lives\n", await File.ReadAllTextAsync(proof, Token));
    }

    private static Task<CommandOutcome> Run(string script, Action<string>? line = null) =>
        ProcessCommandRunner.Instance.RunAsync(new SystemCommand("sh", "-c", script), line, Token);

    private static async Task<int> ReadPid(string path)
    {
        while (true)
        {
            if (File.Exists(path) && int.TryParse(await File.ReadAllTextAsync(path, Token), NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int pid))
            {
                return pid;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }
    }

    private static async Task AssertEnds(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            await process.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(20), Token);
        }
        catch (ArgumentException)
        {
            // It is gone.
        }
    }
}
