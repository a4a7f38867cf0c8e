using System.Runtime.InteropServices;

namespace NginxHa.Nginx.Control;

/// <summary>A signal to the master ("Controlling nginx" in nginx's documentation).</summary>
internal sealed partial class NginxSignal
{
    private const int HangUp = 1;
    private const int QuitNumber = 3;
    private const int Terminate = 15;
    private readonly int _number;

    private NginxSignal(string name, int number)
    {
        Name = name;
        _number = number;
    }

    public static NginxSignal Reload { get; } = new("reload", HangUp);

    public static NginxSignal Quit { get; } = new("quit", QuitNumber);

    public static NginxSignal Stop { get; } = new("stop", Terminate);

    /// <summary>As "nginx -s" calls it.</summary>
    public string Name { get; }

    public void Send(int process)
    {
        if (Kill(process, _number) != 0)
        {
            throw new NginxException(
                NginxFailure.ProgramFailed,
                FormattableString.Invariant($"Process {process} cannot be told to {Name}: {Marshal.GetLastPInvokeErrorMessage()}"));
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
