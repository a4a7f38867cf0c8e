using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NginxHa.Cmdlets.Errors;

namespace NginxHa.Cmdlets.Publishing;

/// <summary>The way to a node through a PowerShell session: the module there answers.</summary>
/// <param name="commands">Runs commands of this runspace.</param>
/// <param name="session">The session.</param>
/// <param name="isOwn">It was opened for this, and is closed at the end.</param>
internal sealed class SessionChannel(CommandInvocationIntrinsics commands, PSSession session, bool isOwn) : INodeChannel
{
    private const string Ask = """
        param($Session, $Request)
        Invoke-Command -Session $Session -ErrorAction Stop -ArgumentList $Request -ScriptBlock {
            param($Request)
            $module = Import-Module -Name NginxHa -PassThru -ErrorAction Stop
            & $module { param($Request) Invoke-HaNode $Request -ErrorAction Stop } $Request
        }
        """;

    private const string Open = """
        param($Parameters)
        New-PSSession @Parameters -ErrorAction Stop
        """;

    /// <inheritdoc/>
    public string Target => session.ComputerName;

    /// <summary>Opens a session over SSH.</summary>
    /// <param name="commands">Runs commands of this runspace.</param>
    /// <param name="parameters">Parameters of New-PSSession.</param>
    public static SessionChannel Connect(CommandInvocationIntrinsics commands, System.Collections.Hashtable parameters) =>
        new(commands, (PSSession)Run(commands, Open, parameters).Single().BaseObject, isOwn: true);

    /// <inheritdoc/>
    public Task<NodeAnswer> AskAsync(NodeRequest request, CancellationToken cancellationToken)
    {
        object? answer = Run(commands, Ask, session, request.Write()).LastOrDefault()?.BaseObject;
        return Task.FromResult(answer is string text ? NodeAnswer.Read(text) : throw HaErrors.NodeGaveNoAnswer(Target));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isOwn)
        {
            Run(commands, "param($Session) Remove-PSSession -Session $Session", session);
        }
    }

    private static System.Collections.ObjectModel.Collection<PSObject> Run(CommandInvocationIntrinsics commands, string script, params object[] arguments) =>
        commands.InvokeScript(script, useNewScope: true, PipelineResultTypes.Error, input: null, arguments);
}
