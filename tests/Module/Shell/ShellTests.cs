using System.Globalization;

namespace NginxHa.Tests.ModuleTests.Shell;

public sealed class ShellTests : IDisposable
{
    private const string SlowScript = """
        try {
            $Host.UI.WriteLine('ready')
            while ($true) { [System.Threading.Thread]::Sleep(20) }
        }
        finally {
            $Host.UI.WriteLine('cleaned up')
        }
        """;

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Module_is_there()
    {
        ShellResult result = await ShellRun.RunAsync("-Command", "(Get-Command -Name ConvertFrom-VrrpPacket).Source");
        Assert.Equal(new ShellResult(0, "NginxHa", string.Empty), result);
    }

    [Fact]
    public async Task Streams_go_where_pwsh_sends_them_without_colours_when_nobody_watches()
    {
        string script = _folder.Write("streams.ps1", """
            [CmdletBinding()] param()
            'output'
            $PSCmdlet.WriteWarning('careful')
            $PSCmdlet.WriteVerbose('detail')
            $PSCmdlet.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'Working', 'half way'))
            $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([System.Exception]::new('wrong'), 'Id', 'NotSpecified', $null))
            """);
        ShellResult result = await ShellRun.RunAsync("-File", script, "-Verbose");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("output\nWARNING: careful\nVERBOSE: detail", result.Output);
        Assert.Equal("streams.ps1: wrong", result.Error.Trim());
    }

    [Fact]
    public async Task Error_that_ends_a_script_shows_the_line_and_gives_code_1()
    {
        ShellResult result = await ShellRun.RunAsync("-File", _folder.Write("fails.ps1", "'before'\nthrow 'no address'\n'after'"));
        Assert.Equal((1, "before"), (result.ExitCode, result.Output));
        Assert.Contains("fails.ps1:2", result.Error, StringComparison.Ordinal);
        Assert.Contains("no address", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_without_an_end_or_an_unknown_file_is_refused()
    {
        Assert.Equal(1, (await ShellRun.RunAsync("-File", _folder.Write("open.ps1", "if ($true) {"))).ExitCode);
        Assert.Equal(64, (await ShellRun.RunAsync("-File", Path.Combine(_folder.Path, "none.ps1"))).ExitCode);
    }

    [Fact]
    public async Task Standard_input_is_a_script_or_the_input_of_one()
    {
        Assert.Equal(new ShellResult(5, "3", string.Empty), await ShellRun.RunWithInputAsync("1 + 2\nexit 5\n", "-"));
        Assert.Equal(
            new ShellResult(0, "<a>\n<b>", string.Empty),
            await ShellRun.RunWithInputAsync("a\nb\n", "-Command", "$input | ForEach-Object { \"<$_>\" }"));
    }

    [Fact]
    public async Task Question_that_nobody_can_answer_is_an_error_that_says_so()
    {
        ShellResult result = await ShellRun.RunAsync("-NonInteractive", "-Command", "$Host.UI.ReadLine()");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("-NonInteractive", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task Stopped_script_runs_its_finally_blocks(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sends Unix signals.");
        Assert.SkipWhen(signal == "INT" && IsInterruptIgnored(), "This process was started with Ctrl+C ignored, and so are its children.");
        using ShellRun run = ShellRun.Start("-File", _folder.Write("slow.ps1", SlowScript));
        await run.LineAsync("ready");
        run.Signal(signal);
        Assert.Equal(new ShellResult(exitCode, "ready\ncleaned up", string.Empty), await run.EndAsync());
    }

    [Fact]
    public async Task Second_signal_does_not_wait_for_a_finally_block()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sends Unix signals.");
        string script = _folder.Write("stuck.ps1", """
            try {
                $Host.UI.WriteLine('ready')
                while ($true) { [System.Threading.Thread]::Sleep(20) }
            }
            finally {
                $Host.UI.WriteLine('stuck')
                [System.Threading.Thread]::Sleep([System.Threading.Timeout]::Infinite)
            }
            """);
        using ShellRun run = ShellRun.Start("-File", script);
        await run.LineAsync("ready");
        run.Signal("TERM");
        await run.LineAsync("stuck");
        run.Signal("TERM");
        Assert.Equal(143, (await run.EndAsync()).ExitCode);
    }

    [Theory]
    [InlineData("", "cleaned")]
    [InlineData("Remove-Module -Name NginxHa; $Host.UI.WriteLine('removed')", "cleaned\nremoved")]
    [InlineData("throw 'failed'", "cleaned")]
    [InlineData("$registration.Dispose()", "")]
    [InlineData(
        """
        $runspace = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
        $runspace.Open()
        $null = [powershell]::Create($runspace).AddCommand('Import-Module').AddParameter('Name', (Get-Module -Name NginxHa).Path).Invoke()
        Remove-Module -Name NginxHa
        $Host.UI.WriteLine('still imported elsewhere')
        """,
        "still imported elsewhere\ncleaned")]
    [InlineData(
        """
        $runspace = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
        $runspace.Open()
        $null = [powershell]::Create($runspace).AddCommand('Import-Module').AddParameter('Name', (Get-Module -Name NginxHa).Path).Invoke()
        $runspace.Close()
        $Host.UI.WriteLine('closed elsewhere')
        Remove-Module -Name NginxHa
        $Host.UI.WriteLine('removed')
        """,
        "closed elsewhere\ncleaned\nremoved")]
    public async Task Clean_ups_run_once_when_the_module_is_removed_from_the_last_open_runspace_or_the_process_ends(string script, string expected)
    {
        ShellResult result = await ShellRun.RunAsync(
            "-Command",
            $"$registration = [NginxHa.Cmdlets.Hosting.ModuleLifetime]::Register([System.Linq.Expressions.Expression]::Lambda([System.Action], [System.Linq.Expressions.Expression]::Call([Console].GetMethod('WriteLine', [type[]]@([string])), [System.Linq.Expressions.Expression]::Constant('cleaned'))).Compile())\n{script}");
        Assert.Equal(expected, result.Output);
    }

    private static bool IsInterruptIgnored()
    {
        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("SigIgn:", StringComparison.Ordinal));
        ulong mask = ulong.Parse(line["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        const int Interrupt = 2;
        return (mask & (1UL << (Interrupt - 1))) != 0;
    }
}
