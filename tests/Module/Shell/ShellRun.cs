using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace NginxHa.Tests.ModuleTests.Shell;

/// <summary>HaShell as a process of its own.</summary>
internal sealed class ShellRun : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly SemaphoreSlim _printed = new(0);
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ShellRun(string program, string[] arguments, bool input)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(program);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _output = ReadOutputAsync();
        _error = _process.StandardError.ReadToEndAsync();
        if (!input)
        {
            _process.StandardInput.Close();
        }
    }

    /// <summary>The shell as the build left it. The build configuration of the tests is that of the shell beside them.</summary>
    public static string Program { get; } = Repository.PathOf(
        "src", "HaShell", "bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/', '\\')))!, "net10.0", "HaShell.dll");

    public static ShellRun Start(params string[] arguments) => new(Program, arguments, input: false);

    /// <summary>Runs another copy of the shell to the end.</summary>
    public static Task<ShellResult> RunCopyAsync(string program, params string[] arguments) => new ShellRun(program, arguments, input: false).EndAsync();

    /// <summary>Runs to the end.</summary>
    public static Task<ShellResult> RunAsync(params string[] arguments) => Start(arguments).EndAsync();

    /// <summary>Runs to the end with lines on standard input.</summary>
    public static async Task<ShellResult> RunWithInputAsync(string input, params string[] arguments)
    {
        var run = new ShellRun(Program, arguments, input: true);
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

    /// <summary>Waits until it has printed a line.</summary>
    public async Task LineAsync(string expected)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!_lines.Contains(expected))
        {
            await _printed.WaitAsync(limit.Token);
        }
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
        _printed.Dispose();
    }

    private async Task<string> ReadOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _lines.Enqueue(line);
            _printed.Release();
        }

        return string.Join('\n', _lines);
    }
}
