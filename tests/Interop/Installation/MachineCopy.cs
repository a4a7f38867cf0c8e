using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Installation;

/// <summary>A copy of this machine in which cmdlets can do what they like; see machine-copy.sh.</summary>
internal static class MachineCopy
{
    /// <summary>What runs a program in a copy.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Installation", "machine-copy.sh");

    /// <summary>What runs a program on a network of its own; the copy has it under the same path.</summary>
    public static string Segment { get; } = Path.Combine(AppContext.BaseDirectory, "Installation", "segment.sh");

    /// <summary>Runs a script with the module imported and answers with the lines that it added to <c>$lines</c>.</summary>
    /// <param name="exchange">Folder that is <c>/exchange</c> in the copy.</param>
    /// <param name="script">The script.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="segmentAddress">Address of eth0 in a network namespace of the copy's own; null to use the machine's network.</param>
    public static async Task<string> RunAsync(ScratchFolder exchange, string script, TimeSpan patience, string? segmentAddress = null)
    {
        using ScratchFolder folder = new();
        exchange.Write("test.ps1", $"""
            Import-Module '{Path.Combine(Repository.Root, "output", "NginxHa", "NginxHa.psd1")}' -ErrorAction Stop
            $lines = [System.Collections.Generic.List[string]]::new()
            {script}
            [System.IO.File]::WriteAllLines('/exchange/report', $lines)

            """);
        using BackgroundProcess process = new(
            "unshare",
            [
                "--mount", "--pid", "--fork", "--kill-child", .. segmentAddress is null ? Array.Empty<string>() : ["--net", "sh", Segment, segmentAddress],
                "sh", Program, folder.Path, exchange.Path, Repository.Root, Repository.Shell, "-NonInteractive", "/exchange/test.ps1",
            ]);
        await Eventually.TrueAsync(() => process.HasExited, patience, () => $"the end of the work in the copy:\n{process.Log}", TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0 && File.Exists(exchange["report"]), $"It ended with {process.ExitCode}:\n{process.Log}");
        return await File.ReadAllTextAsync(exchange["report"], TestContext.Current.CancellationToken);
    }
}
