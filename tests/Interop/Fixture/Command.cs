using System.Diagnostics;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>Runs programs with argument lists and waits for them.</summary>
public static class Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs a program; an exit code other than 0 is an error.</summary>
    public static CommandResult Run(string program, params IEnumerable<string> arguments) => Run(null, program, arguments);

    /// <summary>Runs a program with text on its standard input; an exit code other than 0 is an error.</summary>
    public static CommandResult Run(string? input, string program, IEnumerable<string> arguments)
    {
        string[] list = [.. arguments];
        CommandResult result = TryRun(input, program, list);
        return result.ExitCode == 0
            ? result
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', list)} ended with {result.ExitCode}: {result.Error.Trim()} {result.Output.Trim()}");
    }

    /// <summary>Runs a program and answers with whatever comes of it.</summary>
    public static CommandResult TryRun(string? input, string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(Machine.PathOf(program), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            process.StandardInput.Write(input);
        }

        process.StandardInput.Close();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new TimeoutException($"{program} did not end within {Patience.TotalSeconds} s.");
        }

        return new CommandResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
