using NginxHa.Nginx.Configuration;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>A directive of nginx.conf, for scripts.</summary>
public sealed class NginxDirective
{
    private readonly ConfigurationDirective _directive;
    private readonly ConfigurationSet? _set;
    private NginxDirective[]? _block;

    internal NginxDirective(ConfigurationDirective directive, ConfigurationSet? set)
    {
        _directive = directive;
        _set = set;
        Directive = directive.Name;
        Arguments = directive.Arguments.ToValues();
    }

    /// <summary>Its name.</summary>
    public string Directive { get; }

    /// <summary>Its arguments as nginx takes them, without quotes and escapes.</summary>
    public string[] Arguments { get; }

    /// <summary>Line of its name, from 1.</summary>
    public int Line => _directive.Line;

    /// <summary>Path of its file.</summary>
    public string File => _directive.File.Path;

    /// <summary>Whether it has a block.</summary>
    public bool HasBlock => _directive.HasBlock;

    /// <summary>The directives in its block, in order; null without a block. A block of Lua has none; see <see cref="Code"/>.</summary>
    public NginxDirective[]? Block => _directive.HasBlock ? _block ??= [.. Of(_directive.Children, _set)] : null;

    /// <summary>The text of a block of Lua; null otherwise.</summary>
    public string? Code => _directive.IsRawBlock ? Text[(Text.IndexOf('{', StringComparison.Ordinal) + 1)..^1] : null;

    /// <summary>Its text as it stands in the file.</summary>
    public string Text => _directive.Text;

    /// <summary>Name and arguments.</summary>
    public override string ToString() => _directive.ToString();

    /// <summary>Directives of one level; with a set, what includes bring in comes after them.</summary>
    internal static IEnumerable<NginxDirective> Of(DirectiveList level, ConfigurationSet? set)
    {
        var pending = new Stack<IEnumerator<ConfigurationDirective>>();
        pending.Push(((IEnumerable<ConfigurationDirective>)level).GetEnumerator());
        while (pending.TryPeek(out IEnumerator<ConfigurationDirective>? current))
        {
            if (!current.MoveNext())
            {
                pending.Pop().Dispose();
                continue;
            }

            ConfigurationDirective directive = current.Current;
            yield return new NginxDirective(directive, set);
            if (set?.IncludeAt(directive) is { } include)
            {
                foreach (ConfigurationFile file in include.Files.Reverse())
                {
                    pending.Push(((IEnumerable<ConfigurationDirective>)file.Directives).GetEnumerator());
                }
            }
        }
    }
}
