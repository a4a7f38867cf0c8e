using System.Globalization;

namespace NginxHa.Shell.Host;

/// <summary>What the process's standard streams are connected to.</summary>
internal sealed class ConsoleTerminal
{
    private const int DefaultWidth = 120;
    private const int DefaultHeight = 40;

    /// <summary>Whether output goes to a person's terminal.</summary>
    public bool OutputIsTerminal { get; } = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Whether errors go to a person's terminal.</summary>
    public bool ErrorIsTerminal { get; } = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Whether a person can answer.</summary>
    public bool InputIsTerminal { get; } = !Console.IsInputRedirected;

    /// <summary>Whether colours are wanted; NO_COLOR is honoured.</summary>
    public bool Colour => OutputIsTerminal && WantsColour;

    /// <summary>Whether colours are wanted in errors.</summary>
    public bool ErrorColour => ErrorIsTerminal && WantsColour;

    /// <summary>Columns a line has.</summary>
    public int Width => OutputIsTerminal ? Measured(() => Console.WindowWidth, DefaultWidth) : Variable("COLUMNS", DefaultWidth);

    /// <summary>Lines the window has.</summary>
    public int Height => OutputIsTerminal ? Measured(() => Console.WindowHeight, DefaultHeight) : Variable("LINES", DefaultHeight);

    private static bool WantsColour => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private static int Measured(Func<int> measure, int otherwise)
    {
        try
        {
            return measure() is > 0 and var size ? size : otherwise;
        }
        catch (IOException)
        {
            return otherwise;
        }
    }

    private static int Variable(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0
            ? value
            : otherwise;
}
