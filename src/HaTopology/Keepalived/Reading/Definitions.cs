using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NginxHa.Topology.Keepalived.Reading;

/// <summary>The <c>$NAME=value</c> definitions of a configuration and their replacement in a line.</summary>
internal sealed class Definitions
{
    /// <summary>A definition that names itself would go on for ever.</summary>
    private const int MostReplacements = 10_000;

    private readonly Dictionary<string, Definition> _definitions = new(StringComparer.Ordinal);
    private readonly Func<string> _directory;
    private readonly string? _configurationId;
    private readonly Random _random;
    private Definition? _last;

    public Definitions(KeepalivedReadOptions options, Func<string> directory)
    {
        _directory = directory;
        _configurationId = options.ConfigurationId;
        _random = options.RandomSeed is int seed ? new Random(seed) : Random.Shared;
    }

    /// <summary>Whether a line is the head of a definition; takes it up when it is.</summary>
    public bool TryDefine(string line, out bool continues)
    {
        continues = false;
        int end = NameEnd(line, 1);
        if (line[0] != '$' || end == 1 || end >= line.Length || line[end] != '=')
        {
            return false;
        }

        string value = line[(end + 1)..].TrimStart(' ', '\t');
        continues = value.EndsWith('\\');
        var definition = new Definition { IsMultiLine = continues };
        if (continues)
        {
            string first = value[..^1].TrimEnd(' ', '\t');
            if (first.Length > 0)
            {
                definition.Lines.Add(first);
            }
        }
        else
        {
            definition.Lines.Add(value);
        }

        _last = _definitions[line[1..end]] = definition;
        return true;
    }

    /// <summary>Adds a line to the definition that is being read; a trailing backslash asks for another one.</summary>
    public bool Continue(string line)
    {
        bool more = line.EndsWith('\\');
        string text = more ? line[..^1].TrimEnd(' ', '\t') : line;
        if (text.Length > 0)
        {
            _last!.Lines.Add(text);
        }

        if (!more)
        {
            EndContinuation();
        }

        return more;
    }

    /// <summary>Ends a definition whose last line asked for another one that is not there.</summary>
    public void EndContinuation()
    {
        if (_last!.Lines.Count == 0)
        {
            _last.IsMultiLine = false;
            _last.Lines.Add(string.Empty);
        }
    }

    /// <summary>Sets the variable of a sequence.</summary>
    public void Set(string name, string value) => _definitions[name] = new Definition { Lines = { value } };

    /// <summary>
    /// Replaces every definition in a line. When a definition of several lines ends it, its other lines come back in
    /// <paramref name="following"/>. False when nothing was replaced.
    /// </summary>
    /// <exception cref="InvalidOperationException">The definitions call each other without end.</exception>
    public bool TryReplace(ref string line, out IReadOnlyList<string> following, out bool random)
    {
        following = [];
        random = false;
        bool replaced = false;
        int count = 0;
        int at = 0;
        while ((at = line.IndexOf('$', at)) >= 0 && at + 1 < line.Length)
        {
            if (!TryFind(line, at, out int end, out string? value, out IReadOnlyList<string>? rest, ref random))
            {
                at++;
                continue;
            }

            if (++count > MostReplacements)
            {
                throw new InvalidOperationException("definitions that refer to each other without end");
            }

            line = string.Concat(line.AsSpan(0, at), value, line.AsSpan(end));
            if (rest is not null)
            {
                following = following.Count == 0 ? rest : [.. rest, .. following];
            }

            replaced = true;
            if (value.TrimStart(' ', '\t').StartsWith('~'))
            {
                break;
            }
        }

        return replaced;
    }

    private bool TryFind(string line, int at, out int end, [NotNullWhen(true)] out string? value, out IReadOnlyList<string>? rest, ref bool random)
    {
        value = null;
        rest = null;
        bool braces = line[at + 1] == '{';
        int start = braces ? at + 2 : at + 1;
        int nameEnd = end = NameEnd(line, start);
        if (nameEnd == start)
        {
            return false;
        }

        string parameters = string.Empty;
        if (braces)
        {
            while (end < line.Length && (line[end] == ' ' || char.IsAsciiDigit(line[end])))
            {
                end++;
            }

            if (end >= line.Length || line[end] != '}')
            {
                return false;
            }

            parameters = line[nameEnd..end];
            if (parameters.EndsWith(' '))
            {
                return false;
            }

            end++;
        }
        else if (end < line.Length && line[end] is not (' ' or '\t' or ',' or ')'))
        {
            return false;
        }

        string name = line[start..nameEnd];
        if (!_definitions.TryGetValue(name, out Definition? definition))
        {
            return TryStandard(name, parameters, out value, ref random);
        }

        if (parameters.Length > 0 || (definition.IsMultiLine && end < line.Length))
        {
            return false;
        }

        value = definition.Lines[0];
        rest = definition.IsMultiLine ? definition.Lines[1..] : null;
        return true;
    }

    private bool TryStandard(string name, string parameters, [NotNullWhen(true)] out string? value, ref bool random)
    {
        value = name switch
        {
            "_PWD" => _directory(),
            "_INSTANCE" => _configurationId ?? string.Empty,
            "_HASH" => "#",
            "_BANG" => "!",
            "_RANDOM" => RandomNumber(parameters),
            _ => null,
        };
        random |= name == "_RANDOM";
        return value is not null && (parameters.Length == 0 || name == "_RANDOM");
    }

    private string? RandomNumber(string parameters)
    {
        string[] bounds = parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long lowest = 0;
        long highest = 32767;
        bool valid = (bounds.Length < 1 || long.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out lowest))
            && (bounds.Length < 2 || long.TryParse(bounds[1], NumberStyles.None, CultureInfo.InvariantCulture, out highest));
        return valid && lowest <= highest && highest < long.MaxValue
            ? _random.NextInt64(lowest, highest + 1).ToString(CultureInfo.InvariantCulture)
            : null;
    }

    private static int NameEnd(string line, int start)
    {
        if (start >= line.Length || !(char.IsAsciiLetter(line[start]) || line[start] == '_'))
        {
            return start;
        }

        int end = start + 1;
        while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] == '_'))
        {
            end++;
        }

        return end;
    }

    private sealed class Definition
    {
        public List<string> Lines { get; } = [];

        public bool IsMultiLine { get; set; }
    }
}
