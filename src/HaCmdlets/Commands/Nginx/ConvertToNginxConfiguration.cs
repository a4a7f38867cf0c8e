using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Configuration;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Writes objects with Directive, Arguments and Block as the text of nginx.conf.</summary>
[Cmdlet(VerbsData.ConvertTo, "NginxConfiguration")]
[OutputType(typeof(string))]
public sealed class ConvertToNginxConfiguration : HaCmdlet
{
    private readonly StringBuilder _text = new();

    /// <summary>Directives: from Get-NginxConfiguration, or hash tables or objects with the same properties.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Blanks for each level.</summary>
    [Parameter]
    [ValidateRange(0, 16)]
    public int Indent { get; set; } = 4;

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach (PSObject input in InputObject)
        {
            Write(input);
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        // The text must read back, whatever the objects held.
        ConfigurationFile.Parse(_text.ToString());
        WriteObject(_text.ToString());
    }

    /// <summary>Writes a directive and all below it; a stack of its own, so that depth costs no stack of the thread.</summary>
    private void Write(PSObject directive)
    {
        var open = new Stack<IEnumerator>();
        open.Push(new[] { directive }.GetEnumerator());
        while (open.TryPeek(out IEnumerator? level))
        {
            CancellationToken.ThrowIfCancellationRequested();
            if (!level.MoveNext())
            {
                open.Pop();
                if (open.Count > 0)
                {
                    Line(open.Count - 1, "}");
                }

                continue;
            }

            IEnumerable? block = WriteHead(PSObject.AsPSObject(level.Current), open.Count - 1);
            if (block is not null)
            {
                open.Push(block.GetEnumerator());
            }
        }
    }

    private IEnumerable? WriteHead(PSObject item, int depth)
    {
        string name = Property(item, "Directive")?.ToString() ?? string.Empty;
        if (name.Length == 0)
        {
            throw HaErrors.InvalidData("An object has no Directive; allowed are objects with Directive, Arguments and, for a block, Block.", item);
        }

        IEnumerable<string> arguments = Items(Property(item, "Arguments"))
            .Select(argument => Convert.ToString(argument is PSObject wrapped ? wrapped.BaseObject : argument, CultureInfo.InvariantCulture) ?? string.Empty);
        string head = string.Join(' ', arguments.Prepend(name).Select(WordCodec.Encode));
        if (Property(item, "Code")?.ToString() is { } code)
        {
            Line(depth, $"{head} {{{code}}}");
            return null;
        }

        object? block = Property(item, "Block");
        Line(depth, block is null ? head + ";" : head + " {");
        return block is null ? null : Items(block);
    }

    private void Line(int depth, string text) => _text.Append(' ', depth * Indent).Append(text).Append('\n');

    private static object? Property(PSObject item, string name)
    {
        object? value = item.BaseObject is IDictionary table
            ? table.Keys.Cast<object>().Where(key => string.Equals(key.ToString(), name, StringComparison.OrdinalIgnoreCase)).Select(key => table[key]).FirstOrDefault()
            : item.Properties[name]?.Value;
        return value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
    }

    private static IEnumerable<object> Items(object? value) => value switch
    {
        null => [],
        string or IDictionary => [value],
        IEnumerable list => list.Cast<object>(),
        _ => [value],
    };
}
