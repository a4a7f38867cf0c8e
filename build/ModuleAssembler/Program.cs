using NginxHa.Build;

const string Usage = """
    usage: ModuleAssembler assemble ROOT SOURCES OUTPUT   put the module together (run by the build)
           ModuleAssembler help ROOT [CMDLET...]          write the generated parts of docs/en-US/*.md, new pages included
    """;

try
{
    switch (args)
    {
        case ["assemble", var root, var sources, var output]:
            Assembly.Run(root, await File.ReadAllLinesAsync(sources).ConfigureAwait(false), output);
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
