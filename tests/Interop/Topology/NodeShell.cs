using System.Diagnostics;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Topologies;

/// <summary>A shell on a node that stays open, as a session does: a question a line, an answer a line.</summary>
internal sealed class NodeShell : IDisposable
{
    private const string Failed = "failed: ";

    private const string Loop = $$"""
        $module = Get-Module -Name NginxHa
        while ($null -ne ($line = [Console]::In.ReadLine())) {
            try { $answer = & $module { param($Text) Invoke-HaNode $Text -ErrorAction Stop } $line } catch { $answer = '{{Failed}}' + $_.Exception.Message.Replace("`n", ' ') }
            [Console]::Out.WriteLine($answer)
        }
        """;

    private readonly Process _process;

    public NodeShell(TestNode node, IEnumerable<string> variables)
    {
        _process = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", node.Namespace, "env", .. variables, Repository.Shell, "-NonInteractive", "-Command", Loop])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>Puts a question; what goes wrong on the node is thrown here, as a session does.</summary>
    public async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(question.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        string answer = await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The shell on the node has ended.");
        return answer.StartsWith(Failed, StringComparison.Ordinal)
            ? throw new System.Management.Automation.RuntimeException(answer[Failed.Length..])
            : answer;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
