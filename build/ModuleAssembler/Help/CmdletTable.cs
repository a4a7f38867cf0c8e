using System.Text;

namespace NginxHa.Build.Help;

/// <summary>The README's table of cmdlets, kept between two marks.</summary>
internal static class CmdletTable
{
    private const string Begin = "<!-- cmdlets: written by `ModuleAssembler help` -->\n";
    private const string End = "<!-- end of cmdlets -->\n";

    /// <summary>Areas whose folder's name is not how the field writes them.</summary>
    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        ["Keepalived"] = "keepalived",
        ["Nginx"] = "nginx",
        ["VirtualIp"] = "Virtual IP",
        ["Vrrp"] = "VRRP",
    };

    /// <summary>The README with its table brought up to date.</summary>
    /// <param name="readme">The README's text.</param>
    /// <param name="folder">docs/en-US.</param>
    /// <param name="cmdlets">The module's cmdlets.</param>
    public static string Update(string readme, string folder, IReadOnlyList<CmdletModel> cmdlets)
    {
        int begin = readme.IndexOf(Begin, StringComparison.Ordinal);
        int end = readme.IndexOf(End, StringComparison.Ordinal);
        return begin < 0 || end < begin
            ? throw new AssemblyException("README.md", 1, "The marks of the cmdlet table are missing.")
            : readme[..(begin + Begin.Length)] + Render(folder, cmdlets) + readme[end..];
    }

    private static string Render(string folder, IReadOnlyList<CmdletModel> cmdlets)
    {
        var table = new StringBuilder("\n| | Cmdlet | What it does |\n| --- | --- | --- |\n");
        string area = string.Empty;
        foreach (CmdletModel cmdlet in cmdlets.OrderBy(cmdlet => cmdlet.Area, StringComparer.Ordinal).ThenBy(cmdlet => cmdlet.Name, StringComparer.Ordinal))
        {
            string page = Path.Combine(folder, cmdlet.Name + ".md");
            string synopsis = File.Exists(page) ? string.Join(' ', PlainText.Paragraphs(HelpPageReader.Read(page).Synopsis)) : HelpPage.Unwritten;
            table.Append("| ").Append(cmdlet.Area == area ? string.Empty : Titles.GetValueOrDefault(cmdlet.Area, cmdlet.Area))
                .Append(" | [").Append(cmdlet.Name).Append("](docs/en-US/").Append(cmdlet.Name).Append(".md) | ")
                .Append(synopsis.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
            area = cmdlet.Area;
        }

        return table.Append('\n').ToString();
    }
}
