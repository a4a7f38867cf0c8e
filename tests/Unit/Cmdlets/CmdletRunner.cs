using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NginxHa.Tests.Unit.Cmdlets;

/// <summary>Runs <see cref="ScriptedCommand"/> in a runspace of its own.</summary>
internal sealed class CmdletRunner : IDisposable
{
    private readonly Runspace _runspace;

    public CmdletRunner()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Invoke-Scripted", typeof(ScriptedCommand), helpFileName: null));
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        Shell = PowerShell.Create(_runspace);
        Shell.AddCommand("Invoke-Scripted");
    }

    public PowerShell Shell { get; }

    public CmdletRunner With(string parameter, Action<ScriptedCommand> step)
    {
        Shell.AddParameter(parameter, step);
        return this;
    }

    public object[] Invoke(params object[] input) => [.. Shell.Invoke(input).Select(output => output.BaseObject)];

    public void Dispose()
    {
        Shell.Dispose();
        _runspace.Dispose();
    }
}
