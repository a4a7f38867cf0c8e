using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using NginxHa.Cmdlets;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Cmdlets.Vrrp;

/// <summary>A runspace with the module's cmdlets over a fake engine.</summary>
internal sealed class VrrpSession : IDisposable
{
    private readonly Runspace _runspace;

    public VrrpSession(IVrrpEngine? agent = null)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        foreach (Type type in typeof(HaCmdlet).Assembly.GetExportedTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet)
            {
                state.Commands.Add(new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, helpFileName: null));
            }
        }

        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        Engine = new FakeEngine().Use(agent);
    }

    public FakeEngine Engine { get; }

    /// <summary>The errors and warnings of the last script.</summary>
    public IReadOnlyList<ErrorRecord> Errors { get; private set; } = [];

    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Runs a script that has no errors.</summary>
    public object[] Run(string script)
    {
        object[] output = Try(script);
        Assert.Empty(Errors.Select(error => error.ToString()));
        return output;
    }

    /// <summary>Runs a script that may have errors.</summary>
    public object[] Try(string script)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        object[] output = [.. shell.AddScript(script).Invoke().Select(value => value?.BaseObject!)];
        Errors = [.. shell.Streams.Error];
        Warnings = [.. shell.Streams.Warning.Select(warning => warning.Message)];
        return output;
    }

    /// <summary>The one error of a script.</summary>
    public ErrorRecord Fail(string script)
    {
        Try(script);
        return Assert.Single(Errors);
    }

    /// <summary>Begins a script that waits for something.</summary>
    public (PowerShell Shell, Task<PSDataCollection<PSObject>> Work) Begin(string script)
    {
        PowerShell shell = PowerShell.Create(_runspace);
        return (shell, shell.AddScript(script).InvokeAsync());
    }

    public string? Variable(string name) => _runspace.SessionStateProxy.GetVariable(name)?.ToString();

    public void Dispose()
    {
        Engine.Dispose();
        _runspace.Dispose();
    }
}
