using System.Globalization;
using System.Text;
using NginxHa.Shell;
using NginxHa.Shell.Arguments;
using NginxHa.Shell.Host;
using NginxHa.Shell.Interactive;

CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = new CultureInfo("en-US");
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

ShellArguments arguments;
try
{
    arguments = ShellArguments.Parse(args);
    if (arguments.WorkingDirectory is { } folder)
    {
        Directory.SetCurrentDirectory(folder);
    }
}
catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine("HaShell: " + exception.Message);
    Console.Error.WriteLine(ShellArguments.Usage);
    return 64; // EX_USAGE, as pwsh answers.
}

switch (arguments.Mode)
{
    case ShellMode.Help:
        Console.WriteLine(ShellArguments.Usage);
        return 0;
    case ShellMode.Version:
        Console.WriteLine($"HaShell {typeof(ShellHost).Assembly.GetName().Version!.ToString(3)}");
        return 0;
    case ShellMode.File when !File.Exists(arguments.Text):
        Console.Error.WriteLine($"HaShell: there is no script file '{arguments.Text}'.");
        return 64;
}

var terminal = new ConsoleTerminal();
var host = new ShellHost(new ShellUserInterface(terminal, Console.Out, Console.Error, !arguments.NonInteractive));
using ShellSession? session = ShellSession.Open(host, ModuleLocation.Manifest);
if (session is null)
{
    Console.Error.WriteLine($"HaShell: the module {ModuleLocation.Manifest} cannot be imported, so nothing was run.");
    return 70; // EX_SOFTWARE
}

using var signals = new StopSignals(session);

int exitCode = arguments.Mode switch
{
    ShellMode.Command => session.RunText(arguments.Text),
    ShellMode.File => session.RunFile(arguments.Text, arguments.ScriptArguments),
    ShellMode.StandardInput => session.RunText(Console.In.ReadToEnd()),
    _ when !terminal.InputIsTerminal => session.RunText(Console.In.ReadToEnd()),
    _ => new Prompt(session, host, terminal).Run(!arguments.NoLogo),
};

if (arguments.NoExit && arguments.Mode is ShellMode.Command or ShellMode.File && terminal.InputIsTerminal && host.ExitCode is null)
{
    exitCode = new Prompt(session, host, terminal).Run(greet: false);
}

return signals.ExitCode ?? exitCode;
