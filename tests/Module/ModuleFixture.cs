using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NginxHa.Tests.ModuleTests;

/// <summary>Makes runspaces with the assembled module in them.</summary>
public sealed class ModuleFixture
{
    static ModuleFixture()
    {
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = new CultureInfo("en-US");
        Dsc.ModuleCompilation.Once(Repository.Manifest);
    }

    /// <summary>A fresh runspace; the caller disposes it.</summary>
    public static Runspace Open(bool import = true)
    {
        Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        if (import)
        {
            Invoke(runspace, "Import-Module -Name $args[0] -ErrorAction Stop", Repository.Manifest);
        }

        return runspace;
    }

    /// <summary>Runs a script in a fresh runspace and gives what it wrote; the first error is thrown.</summary>
    public static PSObject[] Invoke(string script, params object[] arguments)
    {
        using Runspace runspace = Open();
        return Invoke(runspace, script, arguments);
    }

    public static PSObject[] Invoke(Runspace runspace, string script, params object[] arguments)
    {
        using PowerShell shell = PowerShell.Create(runspace);
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
