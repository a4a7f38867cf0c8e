namespace NginxHa.Shell.Arguments;

/// <summary>What the shell is asked to do.</summary>
internal enum ShellMode
{
    /// <summary>Read commands from a person at a terminal.</summary>
    Interactive,

    /// <summary>Run the text given.</summary>
    Command,

    /// <summary>Run a script file.</summary>
    File,

    /// <summary>Run what standard input holds.</summary>
    StandardInput,

    /// <summary>Print the usage.</summary>
    Help,

    /// <summary>Print the version.</summary>
    Version,
}
