namespace NginxHa.Nginx.Configuration;

/// <summary>A directive as nginx meets it: with the blocks around it, those of including files as well.</summary>
public sealed class PlacedDirective
{
    internal PlacedDirective(ConfigurationDirective directive, PlacedDirective? block)
    {
        Directive = directive;
        Block = block;
    }

    /// <summary>The directive.</summary>
    public ConfigurationDirective Directive { get; }

    /// <summary>The block around it, perhaps in another file; null at the top.</summary>
    public PlacedDirective? Block { get; }

    /// <summary>Whether a block of this name is anywhere around it.</summary>
    /// <param name="name">UTF-8 bytes of the name.</param>
    public bool IsInside(ReadOnlySpan<byte> name)
    {
        for (PlacedDirective? block = Block; block is not null; block = block.Block)
        {
            if (block.Directive.Is(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Names of the blocks around it, outermost first, joined by '/'; empty at the top.</summary>
    public string BlockPath()
    {
        var names = new Stack<string>();
        for (PlacedDirective? block = Block; block is not null; block = block.Block)
        {
            names.Push(block.Directive.Name);
        }

        return string.Join('/', names);
    }
}
