using System.Collections;
using System.Management.Automation.Language;

namespace NginxHa.Build;

/// <summary>The module manifest, read without running it.</summary>
internal sealed class ModuleManifest
{
    private readonly string _path;
    private readonly Hashtable _values;

    private ModuleManifest(string path, Hashtable values)
    {
        _path = path;
        _values = values;
    }

    /// <summary>The file as it stands.</summary>
    public byte[] Content => File.ReadAllBytes(_path);

    /// <summary>The module's version.</summary>
    public string Version => (string)_values["ModuleVersion"]!;

    /// <summary>The module's author.</summary>
    public string Author => (string)_values["Author"]!;

    public static ModuleManifest Read(string path)
    {
        ScriptBlockAst ast = Parser.ParseFile(path, out _, out ParseError[] errors);
        if (errors is [var error, ..])
        {
            throw new AssemblyException(path, error.Extent.StartLineNumber, error.Message);
        }

        return ast.Find(node => node is HashtableAst, searchNestedScriptBlocks: false)?.SafeGetValue() is Hashtable values
            ? new ModuleManifest(path, values)
            : throw new AssemblyException(path, 1, "The manifest holds no hashtable.");
    }

    /// <summary>The texts of a list-valued key.</summary>
    public string[] List(string key) => _values[key] switch
    {
        null => [],
        object[] many => [.. many.Select(item => (string)item)],
        object one => [(string)one],
    };

    /// <summary>Fails when the manifest names a file that the module does not have.</summary>
    public void Check(ICollection<string> files)
    {
        foreach (string key in new[] { "RootModule", "TypesToProcess", "FormatsToProcess" })
        {
            if (List(key).FirstOrDefault(file => !files.Contains(file)) is { } missing)
            {
                throw new AssemblyException(_path, 1, $"{key} names '{missing}', which is not among the module's files.");
            }
        }
    }
}
