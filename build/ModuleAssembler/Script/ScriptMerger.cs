using System.Management.Automation.Language;
using System.Text;

namespace NginxHa.Build.Script;

/// <summary>
/// Merges class files into the root module: `using` statements first, each once; then enums; then classes, each after
/// what it derives from; then the root module's own statements. The result is parsed, since one parse error would hide
/// every DSC resource at run time.
/// </summary>
internal static class ScriptMerger
{
    public static MergedScript Merge(string rootModule, IReadOnlyList<string> classFiles)
    {
        var usings = new List<string>();
        var types = new List<(TypeDefinitionAst Ast, string Text)>();
        foreach (string file in classFiles)
        {
            ScriptBlockAst script = Parse(file);
            usings.AddRange(script.UsingStatements.Select(statement => statement.Extent.Text));
            IEnumerable<StatementAst> statements = script.EndBlock?.Statements ?? Enumerable.Empty<StatementAst>();
            int previousEnd = script.UsingStatements.Count > 0 ? script.UsingStatements[^1].Extent.EndOffset : 0;
            foreach (StatementAst statement in statements)
            {
                if (statement is not TypeDefinitionAst type)
                {
                    throw new AssemblyException(
                        file, statement.Extent.StartLineNumber, "Only classes and enums may stand here: the file is merged into the root module.");
                }

                // The comments between two definitions belong to the second: comment-based help, reasons.
                string comment = script.Extent.Text[previousEnd..type.Extent.StartOffset].Trim();
                types.Add((type, comment.Length > 0 ? comment + "\n" + type.Extent.Text : type.Extent.Text));
                previousEnd = type.Extent.EndOffset;
            }
        }

        ScriptBlockAst root = Parse(rootModule);
        usings.AddRange(root.UsingStatements.Select(statement => statement.Extent.Text));
        int rootStart = root.UsingStatements.Count > 0 ? root.UsingStatements[^1].Extent.EndOffset : 0;

        var text = new StringBuilder();
        foreach (string statement in usings.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            text.Append(statement).Append('\n');
        }

        foreach ((_, string definition) in Order(types))
        {
            text.Append('\n').Append(definition.ReplaceLineEndings("\n")).Append('\n');
        }

        text.Append('\n').Append(root.Extent.Text[rootStart..].TrimStart().ReplaceLineEndings("\n"));
        string merged = text.ToString().TrimStart('\n');
        return new MergedScript(merged, Check(merged, rootModule));
    }

    private static ScriptBlockAst Parse(string file)
    {
        ScriptBlockAst ast = Parser.ParseFile(file, out _, out ParseError[] errors);
        // A type of another file is unknown only until the files are merged.
        ParseError? error = errors.FirstOrDefault(candidate => candidate.ErrorId != "TypeNotFound");
        return error is null ? ast : throw new AssemblyException(file, error.Extent.StartLineNumber, error.Message);
    }

    private static List<(TypeDefinitionAst Ast, string Text)> Order(IReadOnlyList<(TypeDefinitionAst Ast, string Text)> types)
    {
        var ordered = new List<(TypeDefinitionAst, string)>();
        var pending = types.OrderByDescending(type => type.Ast.IsEnum).ToList();
        while (pending.Count > 0)
        {
            int next = pending.FindIndex(type => !pending.Any(other => other != type && Needs(type.Ast, other.Ast)));
            if (next < 0)
            {
                // Classes that mention one another: PowerShell resolves that within one file by itself.
                next = 0;
            }

            ordered.Add(pending[next]);
            pending.RemoveAt(next);
        }

        return ordered;
    }

    private static bool Needs(TypeDefinitionAst type, TypeDefinitionAst other)
    {
        IEnumerable<ITypeName> mentioned = type.BaseTypes.Select(constraint => constraint.TypeName)
            .Concat(type.Members.OfType<PropertyMemberAst>().Where(member => member.PropertyType is not null).Select(member => member.PropertyType.TypeName));
        return mentioned.Any(name => Names(name).Contains(other.Name, StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Names(ITypeName name) => name switch
    {
        ArrayTypeName array => Names(array.ElementType),
        GenericTypeName generic => generic.GenericArguments.SelectMany(Names),
        _ => [name.Name],
    };

    private static TypeDefinitionAst[] Check(string merged, string rootModule)
    {
        ScriptBlockAst ast = Parser.ParseInput(merged, out _, out ParseError[] errors);
        if (errors is [var error, ..])
        {
            throw new AssemblyException(rootModule, 1, $"The merged module does not parse: {error.Message} at '{error.Extent.Text}'.");
        }

        return [.. ast.FindAll(node => node is TypeDefinitionAst, searchNestedScriptBlocks: false).Cast<TypeDefinitionAst>()];
    }
}
