using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using NginxHa.Cmdlets;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Cmdlets;

/// <summary>A runspace with the module's cmdlets over the engine of this process, and two nodes and a client to use them on.</summary>
public sealed class CmdletSession : IDisposable
{
    private readonly Runspace _runspace;

    /// <summary>Builds the nodes; <c>$one</c>, <c>$two</c> and <c>$client</c> are their namespaces.</summary>
    public CmdletSession()
    {
        One = Network.AddNode("one", "10.77.0.1/16");
        Two = Network.AddNode("two", "10.77.0.2/16");
        Client = Network.AddNode("client", "10.77.0.9/16");
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
        _runspace.SessionStateProxy.SetVariable("one", One.Namespace);
        _runspace.SessionStateProxy.SetVariable("two", Two.Namespace);
        _runspace.SessionStateProxy.SetVariable("client", Client.Namespace);

        // The engine is one for the process: tests that run side by side have names of their own.
        _runspace.SessionStateProxy.SetVariable("id", One.Namespace);
    }

    /// <summary>The network.</summary>
    public TestNetwork Network { get; } = new();

    /// <summary>A node.</summary>
    public TestNode One { get; }

    /// <summary>Another one.</summary>
    public TestNode Two { get; }

    /// <summary>A client of them.</summary>
    public TestNode Client { get; }

    /// <summary>Runs a script that has no errors, and gives what it wrote.</summary>
    public object[] Run(string script)
    {
        (object[] output, ErrorRecord[] errors) = Try(script);
        Assert.Empty(errors.Select(error => error.ToString()));
        return output;
    }

    /// <summary>Runs a script.</summary>
    public (object[] Output, ErrorRecord[] Errors) Try(string script)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        object[] output = [.. shell.AddScript(script).Invoke().Select(value => value.BaseObject)];
        return (output, [.. shell.Streams.Error]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Try("Get-VrrpInstance \"$id-*\" | Stop-VrrpInstance");
        }
        finally
        {
            _runspace.Dispose();
            Network.Dispose();
        }
    }
}
