using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using NginxHa.Shell.Arguments;
using NginxHa.Shell.Host;

namespace NginxHa.Shell;

/// <summary>One runspace with the module in it, and the running of pipelines whose output goes to the host.</summary>
internal sealed class ShellSession : IDisposable
{
    /// <summary>The exit code of a run that a signal (Ctrl+C) stopped.</summary>
    public const int StoppedExitCode = 130;

    private const string LastExitCode = "global:LASTEXITCODE";
    private const string SuccessVariable = "global:__HaShellSucceeded";
    private const string RecordSuccess = "$" + SuccessVariable + " = $?";

    private readonly ShellHost _host;
    private readonly Runspace _runspace;
    private readonly object _gate = new();
    private PowerShell? _running;

    private ShellSession(ShellHost host, Runspace runspace)
    {
        _host = host;
        _runspace = runspace;
    }

    /// <summary>The runspace.</summary>
    public Runspace Runspace => _runspace;

    /// <summary>Whether something was stopped by <see cref="Stop"/>.</summary>
    public bool WasStopped { get; private set; }

    /// <summary>Opens a runspace and imports the module into it; why it cannot be is printed as the error that it is.</summary>
    /// <param name="host">The host.</param>
    /// <param name="manifest">The module manifest's path.</param>
    /// <returns>Null when the module could not be imported: a script must not run in a shell that lacks its commands.</returns>
    public static ShellSession? Open(ShellHost host, string manifest)
    {
        // The folder above the module comes first, so that the module's name alone finds it (using module NginxHa).
        string? inherited = Environment.GetEnvironmentVariable("PSModulePath");
        Runspace runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
        runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        runspace.Open();
        string folder = Path.GetDirectoryName(Path.GetDirectoryName(manifest))!;
        Environment.SetEnvironmentVariable(
            "PSModulePath",
            folder + Path.PathSeparator + (Environment.GetEnvironmentVariable("PSModulePath") ?? inherited));

        var session = new ShellSession(host, runspace);
        if (session.Import(manifest))
        {
            return session;
        }

        session.Dispose();
        return null;
    }

    /// <summary>Not by <see cref="Run"/>: an error that a module's own script ends with does not come out of a pipeline whose errors are merged.</summary>
    private bool Import(string manifest)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddCommand("Import-Module").AddParameter("Name", manifest).AddParameter("PassThru").AddParameter("ErrorAction", ActionPreference.Stop);
        try
        {
            if (shell.Invoke().Count > 0 && !shell.HadErrors)
            {
                return true;
            }

            foreach (ErrorRecord error in shell.Streams.Error)
            {
                Report(error);
            }
        }
        catch (RuntimeException exception)
        {
            Report(exception.ErrorRecord);
        }

        return false;
    }

    /// <summary>Runs script text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The exit code: that of `exit`, 1 when the last statement failed, else 0.</returns>
    public int RunText(string text)
    {
        ScriptBlockAst ast = Parser.ParseInput(text, out _, out ParseError[] errors);
        bool plain = errors.Length == 0 && ast.EndBlock is { Unnamed: true };
        Succeeded = true;
        bool ended = Run(
            shell => shell.AddScript(plain ? text + "\n" + RecordSuccess : text, useLocalScope: false),
            StandardInputFor(ast));
        return ExitCode(ended && Succeeded);
    }

    /// <summary>Runs a script file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="words">Its arguments, as typed.</param>
    /// <returns>The exit code: that of `exit`, 1 after a terminating error, else 0.</returns>
    public int RunFile(string path, IReadOnlyList<string> words)
    {
        string file = Path.GetFullPath(path);
        ScriptBlockAst ast = Parser.ParseFile(file, out _, out _);
        ScriptArguments arguments = ScriptArguments.Read(words, ast);

        _runspace.SessionStateProxy.SetVariable(LastExitCode, 0);
        Succeeded = true;
        IEnumerable<string>? input = StandardInputFor(ast);
        string call = input is null ? "& $file @named @positional" : "$input | & $file @named @positional";
        bool ended = Run(
            shell => shell
                // One line: errors that the script writes about itself would else show the place of this call.
                .AddScript($"param($file, $named, $positional) {call}; {RecordSuccess}", useLocalScope: true)
                .AddParameter("file", file)
                .AddParameter("named", arguments.Named)
                .AddParameter("positional", arguments.Positional),
            input);

        // `exit N` in a script file makes its call fail with $LASTEXITCODE = N; the code of a native command alone, or an
        // error that the script went on after, is no failure.
        return ended && !Succeeded && _host.ExitCode is null && _runspace.SessionStateProxy.GetVariable(LastExitCode) is int code and not 0
            ? code
            : ExitCode(ended && (Succeeded || HasStarted()));
    }

    /// <summary>Stops what runs; its finally blocks are run.</summary>
    /// <returns>False when nothing runs, or it is being stopped already.</returns>
    public bool Stop()
    {
        lock (_gate)
        {
            if (_running is not { } running || WasStopped)
            {
                return false;
            }

            WasStopped = true;
            running.BeginStop(null, null);
            return true;
        }
    }

    /// <summary>Runs a pipeline and prints what it writes.</summary>
    /// <param name="build">Fills the pipeline.</param>
    /// <param name="input">The pipeline's input.</param>
    /// <returns>Whether it ran to its end: false when an error ended it or it was stopped.</returns>
    public bool Run(Action<PowerShell> build, IEnumerable<string>? input = null)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        build(shell);
        shell.AddCommand("Out-Default");
        foreach (Command command in shell.Commands.Commands)
        {
            command.MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        }

        lock (_gate)
        {
            WasStopped = false;
            _running = shell;
        }

        try
        {
            shell.Invoke(input);
            return true;
        }
        catch (PipelineStoppedException)
        {
            return false;
        }
        catch (RuntimeException exception)
        {
            Report(exception.ErrorRecord);
            return false;
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
            }
        }
    }

    public void Dispose() => _runspace.Dispose();

    /// <summary>What $? was after the last statement, as <see cref="RecordSuccess"/> recorded it.</summary>
    private bool Succeeded
    {
        get => _runspace.SessionStateProxy.GetVariable(SuccessVariable) is not false;
        set => _runspace.SessionStateProxy.SetVariable(SuccessVariable, value);
    }

    /// <summary>Whether a file whose call failed was run at all: its text was understood and its arguments were bound.</summary>
    private bool HasStarted() =>
        _runspace.SessionStateProxy.GetVariable("global:Error") is not System.Collections.ArrayList { Count: > 0 } errors
        || (errors[0] as ErrorRecord)?.Exception is not (ParameterBindingException or ParseException or ScriptRequiresException)
            && errors[0] is not (ParameterBindingException or ParseException or ScriptRequiresException);

    private int ExitCode(bool succeeded) =>
        _host.ExitCode ?? (WasStopped ? StoppedExitCode : succeeded ? 0 : 1);

    private void Report(ErrorRecord error)
    {
        // To Out-Default a record is output like any other object, and a pipeline that writes it as an error would
        // replace the place where it was thrown: the host is told instead.
        using PowerShell shell = PowerShell.Create(_runspace);
        _host.WritesErrors = true;
        try
        {
            shell.AddCommand("Out-Default").Invoke(new object[] { error });
        }
        finally
        {
            _host.WritesErrors = false;
        }
    }

    /// <summary>
    /// Standard input's lines for a script that reads $input; null for others, which must not wait for the end of an
    /// input that they do not care for.
    /// </summary>
    private static IEnumerable<string>? StandardInputFor(ScriptBlockAst ast)
    {
        bool reads = Console.IsInputRedirected && ast.Find(
            node => node is VariableExpressionAst variable && variable.VariablePath.UserPath.Equals("input", StringComparison.OrdinalIgnoreCase),
            searchNestedScriptBlocks: false) is not null;
        return reads ? Lines(Console.In) : null;
    }

    private static IEnumerable<string> Lines(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
