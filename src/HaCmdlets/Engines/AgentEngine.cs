using NginxHa.Control;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Engines;

/// <summary>The agent as this process reaches it: one connection for all runspaces, where <see cref="ControlAddress.Current"/> says.</summary>
internal static class AgentEngine
{
    private static readonly object Gate = new();
    private static ControlClient? s_client;

    /// <summary>The client for the address in force. Nothing is opened before it is asked something.</summary>
    public static ControlClient Client
    {
        get
        {
            string address = ControlAddress.Current;
            lock (Gate)
            {
                if (s_client?.Address != address)
                {
                    // What still uses the connection to the other address finishes; it is closed when it is idle.
                    s_client = new ControlClient(new ControlClientSettings { Address = address });
                }

                return s_client;
            }
        }
    }

    /// <summary>
    /// The client while an agent answers that this user may speak to; null otherwise, quickly. One of another version answers, too:
    /// what it is asked then says so.
    /// </summary>
    public static async Task<IVrrpEngine?> FindAnsweringAsync(CancellationToken cancellationToken)
    {
        ControlClient client = Client;
        if (OperatingSystem.IsLinux() && !File.Exists(client.Address))
        {
            return null;
        }

        try
        {
            await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch (VrrpEngineException exception)
        {
            return exception.Error is VrrpEngineError.AgentUnavailable or VrrpEngineError.NotPermitted ? null : client;
        }
    }
}
