using NginxHa.Platform;

namespace NginxHa.Installation.Planning;

/// <summary>Replaces a file in one step.</summary>
/// <param name="Description">What it does.</param>
/// <param name="Path">The file.</param>
/// <param name="Text">Its new text.</param>
public sealed record FileStep(string Description, string Path, string Text) : InstallationStep(Description)
{
    /// <summary>Permissions.</summary>
    public UnixFileMode Mode { get; init; } = FileModes.Readable;

    /// <summary>Keep the text that was there beside the file.</summary>
    public bool KeepPrevious { get; init; }

    /// <summary>The program that has to accept the text before it takes its place; null for none.</summary>
    public string? TestProgram { get; init; }

    /// <summary>Its arguments; the path of the text follows.</summary>
    public IReadOnlyList<string> TestArguments { get; init; } = [];

    /// <summary>Exit codes that mean accepted.</summary>
    public IReadOnlyList<int> GoodExitCodes { get; init; } = [0];

    /// <summary>Words in its output that mean refused whatever the exit code says.</summary>
    public IReadOnlyList<string> RefusingWords { get; init; } = [];
}
