using NginxHa.Build;
using NginxHa.Build.Help;

const string Usage = """
    usage: ModuleAssembler assemble ROOT SOURCES OUTPUT   put the module together (run by the build)
           ModuleAssembler help ROOT DLL [CMDLET...]      bring docs/en-US/*.md up to date with the cmdlets of HaCmdlets.dll:
                                                          syntax and parameter facts are rewritten, prose stays, new pages are
                                                          begun; so is the README's table of cmdlets
    """;

try
{
    switch (args)
    {
        case ["assemble", var root, var sources, var output]:
            ModuleFolder.Assemble(root, await File.ReadAllLinesAsync(sources).ConfigureAwait(false), output);
            return 0;
        case ["help", var root, var assembly, .. var names]:
            string pages = Path.Combine(root, "docs", "en-US");
            IReadOnlyList<CmdletModel> cmdlets = CmdletModel.ReadAll(Path.GetFullPath(assembly));
            foreach (CmdletModel cmdlet in cmdlets.Where(cmdlet => names.Length == 0 || names.Contains(cmdlet.Name, StringComparer.OrdinalIgnoreCase)))
            {
                (string path, string text) = HelpFolder.Render(pages, cmdlet);
                Replace(path, text);
            }

            string readme = Path.Combine(root, "README.md");
            Replace(readme, CmdletTable.Update(await File.ReadAllTextAsync(readme).ConfigureAwait(false), pages, cmdlets));
            return 0;
        default:
            await Console.Error.WriteLineAsync(Usage).ConfigureAwait(false);
            return 2;
    }
}
catch (AssemblyException exception)
{
    // The form that MSBuild reads as an error of the file.
    await Console.Error.WriteLineAsync($"{exception.File}({exception.Line}): error HA0001: {exception.Message}").ConfigureAwait(false);
    return 1;
}

static void Replace(string path, string text)
{
    if (!File.Exists(path) || File.ReadAllText(path) != text)
    {
        File.WriteAllText(path, text);
        Console.WriteLine(path);
    }
}
