using System.Diagnostics;
using System.Globalization;

namespace NginxHa.Tests.ModuleTests.Shell;

/// <summary>HaShell as a process of its own.</summary>
internal sealed class ShellRun : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ShellRun(string[] arguments, bool input)
    {
        // The build configuration of the tests is that of the shell beside them.
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/', '\\')))!;
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Repository.PathOf("src", "HaShell", "bin", configuration, "net10.0", "HaShell.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        FirstLine = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _output = ReadOutputAsync();
        _error = _process.StandardError.ReadToEndAsync();
        if (!input)
        {
            _process.StandardInput.Close();
        }
    }

    /// <summary>The first line it printed.</summary>
    public TaskCompletionSource<string> FirstLine { get; }

    public static ShellRun Start(params string[] arguments) => new(arguments, input: false);

    /// <summary>Runs to the end.</summary>
    public static Task<ShellResult> RunAsync(params string[] arguments) => Start(arguments).EndAsync();

    /// <summary>Runs to the end with lines on standard input.</summary>
    public static async Task<ShellResult> RunWithInputAsync(string input, params string[] arguments)
    {
        var run = new ShellRun(arguments, input: true);
        await run._process.StandardInput.WriteAsync(input);
        run._process.StandardInput.Close();
        return await run.EndAsync();
    }

    /// <summary>Sends a signal by its name: INT, TERM, HUP.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public async Task<ShellResult> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"HaShell did not end; it printed: {await _output}{await _error}");
        }

        return new ShellResult(_process.ExitCode, await _output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task<string> ReadOutputAsync()
    {
        var lines = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            FirstLine.TrySetResult(line);
        }

        FirstLine.TrySetException(new InvalidOperationException("HaShell printed nothing."));
        return string.Join('\n', lines);
    }
}
