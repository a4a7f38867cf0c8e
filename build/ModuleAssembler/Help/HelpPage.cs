namespace NginxHa.Build.Help;

/// <summary>A cmdlet's page: the prose that a person wrote, as Markdown.</summary>
internal sealed class HelpPage
{
    /// <summary>What a section holds until somebody writes it.</summary>
    public const string Unwritten = "{{ to be written }}";

    /// <summary>The cmdlet's name.</summary>
    public required string Name { get; init; }

    public string Synopsis { get; set; } = Unwritten;

    public string Description { get; set; } = Unwritten;

    /// <summary>The examples: heading and Markdown (code and remarks).</summary>
    public List<(string Title, string Text)> Examples { get; } = [];

    /// <summary>The text of each parameter.</summary>
    public Dictionary<string, string> Parameters { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The defaults that the page holds, by parameter.</summary>
    public Dictionary<string, string> Defaults { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The input types: heading and text.</summary>
    public List<(string Title, string Text)> Inputs { get; } = [];

    /// <summary>The output types: heading and text.</summary>
    public List<(string Title, string Text)> Outputs { get; } = [];

    public string Notes { get; set; } = string.Empty;

    /// <summary>
    /// A parameter's default. What the page says stays, for what a new instance of the cmdlet holds need not be what an
    /// absent parameter means ("unchanged", "that of the interface"); a new page begins with the instance's value.
    /// </summary>
    public string DefaultOf(ParameterModel parameter) =>
        Defaults.GetValueOrDefault(parameter.Name) ?? parameter.InitialValue ?? "None";

    /// <summary>Links to other topics, one Markdown link a line.</summary>
    public string RelatedLinks { get; set; } = string.Empty;
}
