using System.Management.Automation;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Tests a configuration, by itself and by nginx.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NginxConfiguration")]
[OutputType(typeof(NginxConfigurationTest), typeof(bool))]
public sealed class TestNginxConfiguration : NginxCmdlet
{
    /// <summary>The main file; the one that nginx was built with when not given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Do not ask nginx, even when there is one.</summary>
    [Parameter]
    public SwitchParameter SyntaxOnly { get; set; }

    /// <summary>Give true or false only.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        string path = ResolveConfiguration(Path);
        ConfigurationSet set = Load(path, ParseMode.Tolerant);
        ConfigurationDiagnostic[] found = [.. ConfigurationChecker.Check(set)];
        NginxTestResult? said = null;
        if (!SyntaxOnly && TryProgram() is { } program)
        {
            string? prefix = Prefix is null ? null : ResolveFilePath(Prefix);
            said = Await(token => program.TestAsync(path, prefix, token));
        }
        else if (!SyntaxOnly)
        {
            WriteVerbose("There is no nginx here: only the syntax is tested.");
        }

        var result = new NginxConfigurationTest
        {
            Path = path,
            SyntaxValid = !Array.Exists(found, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error),
            Diagnostics = found,
            NginxValid = said?.Success,
            NginxDiagnostics = [.. said?.Diagnostics ?? []],
            NginxOutput = said?.Output,
            Files = [.. set.Files.Select(file => file.Path)],
        };
        WriteObject(Quiet ? result.Valid : result);
    }
}
