using System.Management.Automation;
using System.Text;

namespace NginxHa.Build.Help;

/// <summary>
/// Writes a cmdlet's page in its one form: the person's prose, with syntax and parameter facts taken from the cmdlet
/// itself, so that they cannot drift.
/// </summary>
internal static class HelpPageWriter
{
    private const string CommonParameters =
        "This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable, -InformationAction,\n" +
        "-InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable, -ProgressAction, -Verbose, -WarningAction and\n" +
        "-WarningVariable. For more information, see about_CommonParameters.";

    private static readonly Dictionary<string, string> EngineParameters = new(StringComparer.Ordinal)
    {
        ["WhatIf"] = "Shows what would be done, and does nothing.",
        ["Confirm"] = "Asks before anything is done.",
    };

    /// <summary>The page's text.</summary>
    /// <param name="page">The prose.</param>
    /// <param name="cmdlet">The cmdlet.</param>
    public static string Write(HelpPage page, CmdletModel cmdlet)
    {
        var text = new StringBuilder();
        text.Append("---\nexternal help file: HaCmdlets.dll-Help.xml\nModule Name: NginxHa\nonline version:\nschema: 2.0.0\n---\n\n");
        text.Append("# ").Append(cmdlet.Name).Append("\n\n");
        Section(text, "SYNOPSIS", page.Synopsis);
        Syntax(text, cmdlet);
        Section(text, "DESCRIPTION", page.Description);
        Subsections(text, "EXAMPLES", page.Examples.Count > 0 ? page.Examples : [("Example 1", "```powershell\n" + HelpPage.Unwritten + "\n```")]);
        Parameters(text, page, cmdlet);
        Subsections(text, "INPUTS", page.Inputs.Count > 0 ? page.Inputs : [(InputType(cmdlet), string.Empty)]);
        Subsections(text, "OUTPUTS", page.Outputs.Count > 0 ? page.Outputs : OutputTypes(cmdlet));
        Section(text, "NOTES", page.Notes);
        Section(text, "RELATED LINKS", page.RelatedLinks);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Section(StringBuilder text, string heading, string body)
    {
        text.Append("## ").Append(heading).Append("\n\n");
        if (body.Length > 0)
        {
            text.Append(body).Append("\n\n");
        }
    }

    private static void Subsections(StringBuilder text, string heading, IEnumerable<(string Title, string Text)> parts)
    {
        text.Append("## ").Append(heading).Append("\n\n");
        foreach ((string title, string body) in parts)
        {
            text.Append("### ").Append(title).Append("\n\n");
            if (body.Length > 0)
            {
                text.Append(body).Append("\n\n");
            }
        }
    }

    private static void Syntax(StringBuilder text, CmdletModel cmdlet)
    {
        text.Append("## SYNTAX\n\n");
        foreach (CommandParameterSetInfo set in cmdlet.Sets)
        {
            if (cmdlet.Sets.Count > 1)
            {
                text.Append("### ").Append(set.Name).Append(set.IsDefault ? " (Default)\n\n" : "\n\n");
            }

            text.Append("```\n").Append(Wrap(cmdlet.Name + " " + set)).Append("\n```\n\n");
        }
    }

    private static void Parameters(StringBuilder text, HelpPage page, CmdletModel cmdlet)
    {
        text.Append("## PARAMETERS\n\n");
        foreach (ParameterModel parameter in cmdlet.Parameters)
        {
            string prose = page.Parameters.GetValueOrDefault(parameter.Name)
                ?? EngineParameters.GetValueOrDefault(parameter.Name)
                ?? HelpPage.Unwritten;
            text.Append("### -").Append(parameter.Name).Append("\n\n").Append(prose).Append("\n\n```yaml\n");
            Line(text, "Type", parameter.TypeName);
            Line(text, "Parameter Sets", parameter.Sets.Count > 0 ? string.Join(", ", parameter.Sets) : "(All)");
            Line(text, "Aliases", string.Join(", ", parameter.Aliases));
            if (parameter.AllowedValues.Count > 0)
            {
                Line(text, "Accepted values", string.Join(", ", parameter.AllowedValues));
            }

            text.Append('\n');
            Line(text, "Required", parameter.Attribute.Mandatory ? "True" : "False");
            Line(text, "Position", parameter.Position);
            Line(text, "Default value", page.DefaultOf(parameter));
            Line(text, "Accept pipeline input", parameter.PipelineInput);
            Line(text, "Accept wildcard characters", parameter.Wildcards ? "True" : "False");
            text.Append("```\n\n");
        }

        text.Append("### CommonParameters\n\n").Append(CommonParameters).Append("\n\n");
    }

    private static void Line(StringBuilder text, string key, string value) =>
        text.Append(key).Append(':').Append(value.Length > 0 ? " " : string.Empty).Append(value).Append('\n');

    private static string InputType(CmdletModel cmdlet) =>
        cmdlet.Parameters.FirstOrDefault(parameter => parameter.Attribute.ValueFromPipeline)?.Type.FullName ?? "None";

    private static IEnumerable<(string Title, string Text)> OutputTypes(CmdletModel cmdlet) =>
        cmdlet.Outputs.Count > 0 ? cmdlet.Outputs.Select(type => (type.FullName ?? type.Name, string.Empty)) : [("None", string.Empty)];

    /// <summary>Breaks a syntax line before parameters.</summary>
    private static string Wrap(string syntax)
    {
        const int Width = 110;
        var lines = new StringBuilder();
        int column = 0;
        foreach (string part in SplitParameters(syntax))
        {
            if (column > 0 && column + part.Length + 1 > Width)
            {
                lines.Append("\n ");
                column = 1;
            }

            lines.Append(column > 0 ? " " : string.Empty).Append(part);
            column += part.Length + 1;
        }

        return lines.ToString();
    }

    private static List<string> SplitParameters(string syntax)
    {
        var parts = new List<string>();
        foreach (string word in syntax.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // A value stays with its parameter: -Name <string>, [-Name <string>].
            if (parts.Count > 1 && word.StartsWith('<'))
            {
                parts[^1] += " " + word;
            }
            else
            {
                parts.Add(word);
            }
        }

        return parts;
    }
}
