using System.Text;

namespace NginxHa.Build.Help;

/// <summary>The folder of Markdown pages: what of it goes into the module, and how its generated parts are kept up.</summary>
internal static class HelpFolder
{
    /// <summary>The module's help files, by path relative to the module.</summary>
    /// <param name="folder">docs/en-US.</param>
    /// <param name="cmdlets">The module's cmdlets.</param>
    public static IEnumerable<(string Path, byte[] Content)> Build(string folder, IReadOnlyList<CmdletModel> cmdlets)
    {
        var topics = new List<(HelpPage, CmdletModel)>();
        foreach (CmdletModel cmdlet in cmdlets)
        {
            string path = Path.Combine(folder, cmdlet.Name + ".md");
            if (File.Exists(path))
            {
                topics.Add((HelpPageReader.Read(path), cmdlet));
            }
        }

        yield return ("en-US/HaCmdlets.dll-Help.xml", MamlWriter.Write(topics));
        foreach (string about in Directory.EnumerateFiles(folder, "about_*.md"))
        {
            string text = PlainText.Topic(File.ReadAllText(about).ReplaceLineEndings("\n"));
            yield return ($"en-US/{Path.GetFileNameWithoutExtension(about)}.help.txt", Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>A cmdlet's page as it should stand.</summary>
    /// <param name="folder">docs/en-US.</param>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <returns>The page's path and text.</returns>
    public static (string Path, string Text) Render(string folder, CmdletModel cmdlet)
    {
        string path = Path.Combine(folder, cmdlet.Name + ".md");
        HelpPage page = File.Exists(path) ? HelpPageReader.Read(path) : new HelpPage { Name = cmdlet.Name };
        return (path, HelpPageWriter.Write(page, cmdlet));
    }
}
