using System.Runtime.InteropServices;

namespace NginxHa.Nginx.Control;

/// <summary>
/// An advisory lock on a directory (flock), so that changes of files in it come one after the other, whichever process
/// makes them. It leaves nothing behind, and readers of the files never meet it. Only on Linux; elsewhere it does nothing.
/// </summary>
internal sealed partial class DirectoryLock : IDisposable
{
    private const int ReadOnlyCloseOnExec = 0x80000; // O_RDONLY | O_CLOEXEC
    private const int Exclusive = 2; // LOCK_EX
    private const int NonBlocking = 4; // LOCK_NB
    private const int Attempts = 400;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private readonly int _descriptor;

    private DirectoryLock(int descriptor) => _descriptor = descriptor;

    /// <summary>Waits for the lock, which others hold for milliseconds.</summary>
    /// <exception cref="NginxException">Somebody holds it for long.</exception>
    public static DirectoryLock Take(string path)
    {
        int descriptor = OperatingSystem.IsLinux() ? Open(path, ReadOnlyCloseOnExec) : -1;
        for (int i = 0; descriptor >= 0 && Lock(descriptor, Exclusive | NonBlocking) != 0; i++)
        {
            if (i == Attempts)
            {
                _ = Close(descriptor);
                throw new NginxException(NginxFailure.ConcurrentEdit, $"\"{path}\" is being changed by somebody else; nothing was changed.");
            }

            Thread.Sleep(Pause);
        }

        return new DirectoryLock(descriptor);
    }

    public void Dispose()
    {
        if (_descriptor >= 0)
        {
            _ = Close(_descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Lock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
