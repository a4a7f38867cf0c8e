using System.IO.Pipes;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Principal;
using NginxHa.Control.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Control.Client;

/// <summary>Opens connections to the agent, and makes sure that it is one.</summary>
internal static class ControlConnector
{
    /// <summary>Connects.</summary>
    /// <exception cref="VrrpEngineException">No agent runs there, or the caller may not speak to it.</exception>
    public static async Task<Stream> ConnectAsync(string address, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsLinux())
        {
            return await ConnectSocketAsync(address, cancellationToken).ConfigureAwait(false);
        }

        return OperatingSystem.IsWindows()
            ? await ConnectPipeAsync(address, cancellationToken).ConfigureAwait(false)
            : throw Absent(address, "this system has no agent");
    }

    private static VrrpEngineException Absent(string address, string reason, Exception? cause = null) => new(
        VrrpEngineError.AgentUnavailable,
        $"The agent does not run on this machine, or does not answer at '{address}' ({reason}). Start-HaAgent starts it; -Engine Session does without it.",
        cause);

    private static VrrpEngineException Denied(string address, Exception? cause) => new(
        VrrpEngineError.NotPermitted,
        $"'{address}' is not open to this user: {(OperatingSystem.IsWindows() ? "only Administrators may" : "only root may")} control the agent.",
        cause);

    private static VrrpEngineException Foreign(string address, string owner) => new(
        VrrpEngineError.NotPermitted,
        $"What listens at '{address}' runs as {owner}, and so is not the agent of this machine; nothing was sent to it.");

    [SupportedOSPlatform("linux")]
    private static async Task<Stream> ConnectSocketAsync(string address, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(UnixAddress.Of(address), cancellationToken).ConfigureAwait(false);
            uint owner = PeerCredentials.Read(socket).UserId;
            if (owner != 0 && owner != PeerCredentials.OwnUserId)
            {
                throw Foreign(address, $"user {owner}");
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw exception.SocketErrorCode == SocketError.AccessDenied ? Denied(address, exception) : Absent(address, exception.Message, exception);
        }
        catch (IOException exception)
        {
            socket.Dispose();
            throw Absent(address, exception.Message, exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [SupportedOSPlatform("windows")]
    private static async Task<Stream> ConnectPipeAsync(string address, CancellationToken cancellationToken)
    {
        var pipe = new NamedPipeClientStream(".", address, PipeDirection.InOut, PipeOptions.Asynchronous, TokenImpersonationLevel.Identification);
        try
        {
            // Without a time, a pipe that is not there would be waited for.
            await pipe.ConnectAsync(timeout: 0, cancellationToken).ConfigureAwait(false);
            if (pipe.GetAccessControl().GetOwner(typeof(SecurityIdentifier)) is not SecurityIdentifier owner
                || !(owner.IsWellKnown(WellKnownSidType.BuiltinAdministratorsSid) || owner.IsWellKnown(WellKnownSidType.LocalSystemSid)))
            {
                throw Foreign(address, "somebody else than an administrator");
            }

            return pipe;
        }
        catch (UnauthorizedAccessException exception)
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw Denied(address, exception);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw Absent(address, exception.Message, exception);
        }
        catch
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
