using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NginxHa.Cmdlets.Publishing;

/// <summary>Opens the ways to nodes.</summary>
internal static class NodeChannels
{
    private static Func<CommandInvocationIntrinsics, Hashtable, INodeChannel> s_connect = SessionChannel.Connect;

    /// <summary>The way through a session that is open already.</summary>
    public static INodeChannel Through(CommandInvocationIntrinsics commands, PSSession session) => new SessionChannel(commands, session, isOwn: false);

    /// <summary>The way to a host over SSH.</summary>
    public static INodeChannel Connect(CommandInvocationIntrinsics commands, Hashtable parameters) => s_connect(commands, parameters);

    /// <summary>Says how hosts are reached, until the returned object is disposed; for tests.</summary>
    internal static IDisposable Replace(Func<string, INodeChannel> connect)
    {
        var previous = new Replacement(s_connect);
        s_connect = (_, parameters) => connect((string)parameters["HostName"]!);
        return previous;
    }

    private sealed class Replacement(Func<CommandInvocationIntrinsics, Hashtable, INodeChannel> connect) : IDisposable
    {
        public void Dispose() => s_connect = connect;
    }
}
