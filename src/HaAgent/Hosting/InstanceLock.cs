using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;
using NginxHa.Control.Protocol;

namespace NginxHa.Agent.Hosting;

/// <summary>
/// Keeps a second agent away from the same virtual routers: one that shares the runtime directory, by a lock on its file
/// agent.lock, and one that shares the network namespace, by a name of the abstract socket namespace, which is the network
/// namespace's own. Both go with the process, however it ends.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    private const string LockFileName = "agent.lock";
    private const string ProcessFileName = "agent.pid";
    private const int WouldBlock = 11; // EWOULDBLOCK of errno.h
    private const int SharingViolation = unchecked((int)0x80070020); // ERROR_SHARING_VIOLATION
    private const string SocketName = "\0nginxha-agent";

    private readonly FileStream _file;
    private readonly Socket? _name;
    private readonly string _processFile;

    private InstanceLock(FileStream file, Socket? name, string processFile)
    {
        _file = file;
        _name = name;
        _processFile = processFile;
    }

    /// <summary>Takes the lock.</summary>
    /// <param name="runtimeFolder">Runtime directory; it is there.</param>
    /// <param name="holder">Why not, as a sentence with the process id of the agent that has it; null when it was taken.</param>
    /// <exception cref="IOException">The file cannot be made for another reason.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public static InstanceLock? TryTake(string runtimeFolder, out string? holder)
    {
        string processFile = Path.Combine(runtimeFolder, ProcessFileName);
        FileStream? file = TryOpen(Path.Combine(runtimeFolder, LockFileName));
        if (file is null)
        {
            holder = $"An agent with process id {ReadProcessId(processFile)} has the runtime directory '{runtimeFolder}' already.";
            return null;
        }

        Socket? name = null;
        try
        {
            if (OperatingSystem.IsLinux() && !TryBind(out name, out string? rival))
            {
                holder = $"An agent with process id {rival} runs in this network namespace already.";
                file.Dispose();
                return null;
            }

            File.WriteAllText(processFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
        }
        catch
        {
            name?.Dispose();
            file.Dispose();
            throw;
        }

        holder = null;
        return new InstanceLock(file, name, processFile);
    }

    public void Dispose()
    {
        File.Delete(_processFile);
        _name?.Dispose();

        // The file stays: removing it would let a third agent lock a new one while a second one has just opened this one.
        _file.Dispose();
    }

    private static FileStream? TryOpen(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new FileStream(path, options);
        }
        catch (IOException exception) when (exception.HResult is WouldBlock or SharingViolation)
        {
            return null;
        }
    }

    private static string ReadProcessId(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } text ? text : "unknown";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }

    /// <summary>
    /// Takes the name in this network namespace. Anybody may take such a name; one who is not root and has it is no agent, and
    /// cannot keep the agent from running.
    /// </summary>
    [SupportedOSPlatform("linux")]
    private static bool TryBind(out Socket? socket, out string? rival)
    {
        rival = null;
        var endPoint = new UnixDomainSocketEndPoint(SocketName);
        socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(endPoint);
            socket.Listen();
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            socket = null;
        }

        // Without waiting: whoever fills the queue of a name must not keep the agent from starting.
        using var asking = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            asking.Connect(endPoint);
        }
        catch (SocketException)
        {
            return true;
        }

        var credentials = PeerCredentials.Read(asking);
        rival = credentials.ProcessId.ToString(CultureInfo.InvariantCulture);
        return credentials.UserId != 0 && Environment.IsPrivilegedProcess;
    }
}
