using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking;

namespace NginxHa.Vrrp.Runtime.Background;

/// <summary>
/// Runs a program to its end. It gets an argument list, a plain environment and no input; it runs as another user if so told
/// (the framework sets user, groups and group before it executes), in a session of its own, so that a timeout ends everything that it
/// started by the number of its process group.
/// </summary>
internal static partial class ProgramRunner
{
    private const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const int LongestMessage = 200;
    private const int SignalTerminate = 15;
    private const int SignalKill = 9;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly string[] KeptVariables = ["LANG", "LC_ALL", "TZ", "HOME", "SystemRoot"];
    private static readonly string? NewSession = Array.Find(["/usr/bin/setsid", "/bin/setsid"], File.Exists);

    /// <summary>The folders that programs find each other in.</summary>
    public static IReadOnlyList<string> SearchFolders { get; } = OperatingSystem.IsWindows()
        ? (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        : SearchPath.Split(':');

    /// <summary>Runs a program.</summary>
    /// <param name="call">The program.</param>
    /// <param name="networkNamespace">Namespace that it runs in, or null for the process's own.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    public static async Task<ProgramResult> RunAsync(ProgramCall call, string? networkNamespace, CancellationToken cancellationToken)
    {
        if (ProgramTrust.FindProblem(call.Program) is { } problem)
        {
            return new ProgramResult(null, problem);
        }

        Process process;
        try
        {
            ProcessStartInfo start = Prepare(call);
            process = NetworkNamespace.Run(networkNamespace, () => Process.Start(start))!;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or PlatformNotSupportedException or NetworkException)
        {
            return new ProgramResult(null, exception.Message);
        }

        process.StandardInput.Close();
        Task<string> errors = ReadAsync(process.StandardError);
        _ = ReadAsync(process.StandardOutput);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(call.Timeout);
        try
        {
            await process.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return new ProgramResult(null, string.Create(CultureInfo.InvariantCulture, $"did not end within {call.Timeout.TotalSeconds:0.###} s"));
        }

        int code = process.ExitCode;
        string words = code != 0 && await Task.WhenAny(errors, Task.Delay(Grace, CancellationToken.None)).ConfigureAwait(false) == errors
            ? await errors.ConfigureAwait(false)
            : "";
        return new ProgramResult(code, words.Length == 0 ? $"exit code {code}" : $"exit code {code}: {words}");
    }

    private static ProcessStartInfo Prepare(ProgramCall call)
    {
        (string program, IReadOnlyList<string> arguments) = PowerShellScript.Is(call.Program) && PowerShellScript.FindHost() is { } host
            ? PowerShellScript.Wrap(host, call.Program, call.Arguments)
            : (call.Program, call.Arguments);
        var start = new ProcessStartInfo(NewSession ?? program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetPathRoot(Path.GetFullPath(call.Program)),
        };
        if (NewSession is not null)
        {
            start.ArgumentList.Add(program);
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var kept = KeptVariables.Select(static name => (name, Value: Environment.GetEnvironmentVariable(name))).ToArray();
        start.Environment.Clear();
        start.Environment["PATH"] = OperatingSystem.IsWindows() ? Environment.GetEnvironmentVariable("PATH") : SearchPath;
        foreach ((string name, string? value) in kept)
        {
            if (value is not null && (name != "HOME" || call.User is null))
            {
                start.Environment[name] = value;
            }
        }

        if (call.User is { } user)
        {
            start.UserName = user;
        }

        return start;
    }

    /// <summary>
    /// The first words of an output. It is read on to its end even when nobody wants it any more: a program left behind in the
    /// background must not die of a closed pipe.
    /// </summary>
    private static async Task<string> ReadAsync(StreamReader reader)
    {
        char[] first = new char[LongestMessage];
        char[] rest = new char[1024];
        int length = 0;
        try
        {
            while (true)
            {
                bool isFull = length == first.Length;
                int read = await reader.ReadAsync(isFull ? rest : first.AsMemory(length)).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                length += isFull ? 0 : read;
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // What was read is all there is.
        }

        return new string(first, 0, length).ReplaceLineEndings(" ").Trim();
    }

    /// <summary>Asks the whole group to end, and makes it.</summary>
    private static async Task EndAsync(Process process)
    {
        if (NewSession is null)
        {
            process.Kill(entireProcessTree: true);
            return;
        }

        // The session leader's number is the group's; it cannot be anyone else's before the leader was waited for.
        int group = process.Id;
        _ = Kill(-group, SignalTerminate);
        await Task.WhenAny(process.WaitForExitAsync(CancellationToken.None), Task.Delay(Grace, CancellationToken.None)).ConfigureAwait(false);
        _ = Kill(-group, SignalKill);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
