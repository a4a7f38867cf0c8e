using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NginxHa.Shell.Arguments;

/// <summary>The words after -File as parameters to splat: -Name value, -Name:value, -Switch, -Switch:$false, or a value.</summary>
/// <param name="Named">Values by parameter name.</param>
/// <param name="Positional">The other values, in order.</param>
internal sealed record ScriptArguments(Hashtable Named, object[] Positional)
{
    private static readonly string[] CommonSwitches = ["Verbose", "Debug", "WhatIf", "Confirm"];

    /// <summary>Reads the words.</summary>
    /// <param name="words">The words.</param>
    /// <param name="script">The script, whose parameters tell which of them are switches and take no value.</param>
    public static ScriptArguments Read(IReadOnlyList<string> words, ScriptBlockAst script)
    {
        if (script.ParamBlock is null)
        {
            // A script without parameters finds everything in $args, as it was typed.
            return new ScriptArguments([], [.. words]);
        }

        string[] switches = [.. Switches(script.ParamBlock), .. CommonSwitches];
        var named = new Hashtable(StringComparer.OrdinalIgnoreCase);
        var positional = new List<object>();
        for (int index = 0; index < words.Count; index++)
        {
            string word = words[index];
            if (word == "--")
            {
                positional.AddRange(words.Skip(index + 1));
                break;
            }

            if (word.Length < 2 || word[0] != '-' || !(char.IsLetter(word[1]) || word[1] == '_'))
            {
                positional.Add(word);
                continue;
            }

            int colon = word.IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? word[1..] : word[1..colon];
            named[name] = colon >= 0 ? ToValue(word[(colon + 1)..])
                : IsSwitch(name, switches) || index + 1 == words.Count ? true
                : words[++index];
        }

        return new ScriptArguments(named, [.. positional]);
    }

    private static bool IsSwitch(string name, string[] switches) =>
        switches.Contains(name, StringComparer.OrdinalIgnoreCase)
        || switches.Count(known => known.StartsWith(name, StringComparison.OrdinalIgnoreCase)) == 1;

    private static IEnumerable<string> Switches(ParamBlockAst block) => block.Parameters
        .Where(parameter => parameter.StaticType == typeof(SwitchParameter))
        .SelectMany(parameter => Aliases(parameter).Prepend(parameter.Name.VariablePath.UserPath));

    private static IEnumerable<string> Aliases(ParameterAst parameter) => parameter.Attributes
        .OfType<AttributeAst>()
        .Where(attribute => attribute.TypeName.GetReflectionAttributeType() == typeof(AliasAttribute))
        .SelectMany(attribute => attribute.PositionalArguments)
        .OfType<StringConstantExpressionAst>()
        .Select(alias => alias.Value);

    private static object ToValue(string text) => text.ToUpperInvariant() switch
    {
        "$TRUE" or "TRUE" => true,
        "$FALSE" or "FALSE" => false,
        _ => text,
    };
}
