using System.Net.Sockets;
using System.Runtime.Versioning;
using NginxHa.Control.Protocol;
using NginxHa.Vrrp.Runtime.Background;

namespace NginxHa.Control.Server;

/// <summary>
/// The socket of the agent. It appears under its name only when it is ready and for its owner alone; what a dead agent left
/// there is replaced, a live one is not disturbed.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class UnixListener : IControlListener
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int Backlog = 64;

    private readonly Socket _socket;
    private readonly string _path;
    private readonly ulong _inode;

    private UnixListener(Socket socket, string path)
    {
        (_socket, _path) = (socket, path);
        _inode = PathFacts.Read(path)?.Inode ?? 0;
    }

    /// <summary>Listens.</summary>
    /// <param name="path">Absolute path of the socket. Its folder is made for its owner alone when it is missing.</param>
    /// <exception cref="IOException">An agent listens there already, something else is there, or the folder can be changed by others.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static UnixListener Open(string path)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            throw new IOException($"The control socket '{path}' is not an absolute path.");
        }

        PrepareFolder(Path.GetDirectoryName(path)!);
        RefuseOccupied(path);
        string beside = $"{path}.{Environment.ProcessId}";
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(beside);
            socket.Bind(UnixAddress.Of(beside));
            File.SetUnixFileMode(beside, OwnerOnly);
            socket.Listen(Backlog);
            File.Move(beside, path, overwrite: true);
            return new UnixListener(socket, path);
        }
        catch (Exception exception)
        {
            socket.Dispose();
            if (File.Exists(beside))
            {
                File.Delete(beside);
            }

            if (exception is SocketException)
            {
                throw new IOException($"The control socket '{path}' cannot be made: {exception.Message}", exception);
            }

            throw;
        }
    }

    public async ValueTask<ControlPeer> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Socket client = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                PeerCredentials credentials = PeerCredentials.Read(client);
                return new ControlPeer(new NetworkStream(client, ownsSocket: true), credentials.UserId, credentials.ProcessId);
            }
            catch (SocketException)
            {
                // It is gone again already.
                client.Dispose();
            }
        }
    }

    public void Dispose()
    {
        // Only what is still this listener's own: a new agent may have its socket under the name already.
        if (PathFacts.Read(_path)?.Inode == _inode)
        {
            File.Delete(_path);
        }

        _socket.Dispose();
    }

    private static void PrepareFolder(string folder)
    {
        if (PathFacts.Read(folder) is null)
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }

        PathFacts facts = PathFacts.Read(folder) ?? throw new IOException($"The folder '{folder}' of the control socket cannot be looked at.");
        if (!facts.IsFolder)
        {
            throw new IOException($"'{folder}' is no folder; the control socket is put into one.");
        }

        if ((facts.Owner != 0 && facts.Owner != PeerCredentials.OwnUserId) || facts.IsWritableByOthersThan(group: 0))
        {
            throw new IOException($"The folder '{folder}' of the control socket belongs to user {facts.Owner} or can be changed by others: whoever can change it could put a socket of his own there.");
        }
    }

    private static void RefuseOccupied(string path)
    {
        if (PathFacts.Read(path) is not { } facts)
        {
            return;
        }

        if (!facts.IsSocket)
        {
            throw new IOException($"'{path}' is no socket; it is left alone.");
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(UnixAddress.Of(path));
            throw new IOException($"An agent (process {PeerCredentials.Read(probe).ProcessId}) listens at '{path}' already.");
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // Nobody listens: its agent is dead.
        }
        catch (SocketException exception)
        {
            throw new IOException($"An agent listens at '{path}' already, and takes no more clients: {exception.Message}", exception);
        }
    }
}
