using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NginxHa.Tests.Dsc;

/// <summary>Runs a script in a runspace of its own; what it throws is thrown, and it may write no error.</summary>
internal static class FreshRunspace
{
    public static PSObject[] Run(string script, params object[] arguments)
    {
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        runspace.SessionStateProxy.SetVariable("ErrorActionPreference", ActionPreference.Stop);
        shell.AddScript(script);
        foreach (object argument in arguments)
        {
            shell.AddArgument(argument);
        }

        PSObject[] output = [.. shell.Invoke()];
        Assert.Empty(shell.Streams.Error.Select(error => error.ToString()));
        return output;
    }
}
