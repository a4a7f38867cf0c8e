namespace NginxHa.Topology.Keepalived.Linting;

/// <summary>Finds where a document says something about an instance.</summary>
internal sealed class StatementIndex(KeepalivedDocument document)
{
    /// <summary>The block of an instance, the first of its name.</summary>
    public KeepalivedStatement? Instance(string name) =>
        document.Statements.FirstOrDefault(statement => statement.Keyword == "vrrp_instance" && statement.Words.Count == 2 && statement.Words[1] == name);

    /// <summary>The last statement with a keyword in an instance, which is the one that counts; else the instance itself.</summary>
    public KeepalivedStatement? Find(string instance, params ReadOnlySpan<string> keywords)
    {
        KeepalivedStatement? block = Instance(instance);
        KeepalivedStatement? found = null;
        foreach (KeepalivedStatement statement in block?.Block ?? [])
        {
            if (keywords.Contains(statement.Keyword))
            {
                found = statement;
            }
        }

        return found ?? block;
    }

    public bool Says(string instance, string keyword) =>
        Instance(instance)?.Block?.Any(statement => statement.Keyword == keyword) == true;

    /// <summary>The statement whose program this is, anywhere; else null.</summary>
    public KeepalivedStatement? Program(string program) => Search(document.Statements, program);

    private static KeepalivedStatement? Search(IEnumerable<KeepalivedStatement> statements, string program)
    {
        foreach (KeepalivedStatement statement in statements)
        {
            bool runs = statement.Keyword is "script" || statement.Keyword.StartsWith("notify", StringComparison.Ordinal);
            if (runs && statement.Text.Contains(program, StringComparison.Ordinal))
            {
                return statement;
            }

            if (statement.Block is not null && Search(statement.Block, program) is KeepalivedStatement inner)
            {
                return inner;
            }
        }

        return null;
    }
}
