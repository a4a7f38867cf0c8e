using NginxHa.Nginx.Configuration;

namespace NginxHa.Fuzz.Nginx;

/// <summary>Inputs for the reader and writer of nginx.conf, and what must hold for each.</summary>
public sealed class ConfigurationFuzzer : IFuzzer
{
    private readonly Random _random;
    private readonly ConfigurationGenerator _generator;

    public ConfigurationFuzzer(int seed, string? corpus = null)
    {
        _random = new Random(seed);
        byte[][] seeds = corpus is null
            ? []
            : [.. Directory.EnumerateFiles(corpus, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        _generator = new ConfigurationGenerator(_random, seeds);
    }

    public byte[] NextInput() => _generator.Next();

    public void Check(byte[] input)
    {
        byte[] original = [.. input];
        var file = ConfigurationFile.Parse(input, "fuzz.conf", ParseMode.Tolerant);
        Require(file.Bytes.Span.SequenceEqual(original), "the text is not what was read");
        CheckSpans(file);
        ConfigurationFile? strict = null;
        ConfigurationDiagnostic? refusal = null;
        try
        {
            strict = ConfigurationFile.Parse(input, "fuzz.conf");
        }
        catch (ConfigurationException e)
        {
            refusal = e.Diagnostic;
        }

        ConfigurationDiagnostic? first = file.Diagnostics is [var head, ..] ? head : null;
        Require(refusal == first, $"strict says {refusal}, tolerant {first}");
        ReferenceTokenizer.Result reference = ReferenceTokenizer.Run(input);
        Require((refusal?.Line ?? 0) == reference.ErrorLine, $"error in line {refusal?.Line ?? 0}, the reference has {reference.ErrorLine}");
        if (strict is not null)
        {
            CompareWithReference(strict, reference);
            new EditChecks(strict, _random).Run();
        }
    }

    internal static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new FuzzFailureException(otherwise);
        }
    }

    /// <summary>Spans lie in the text in order, children in the body of their parent, and only blanks and comments between them.</summary>
    private static void CheckSpans(ConfigurationFile file)
    {
        int previousEnd = 0;
        for (int i = 0; i < file.Count; i++)
        {
            ConfigurationDirective directive = file[i];
            Require(directive.Start >= previousEnd && directive.End >= directive.Start && directive.End <= file.Bytes.Length, $"directive {i} overlaps");
            int at = directive.Start;
            foreach (ConfigurationWord word in directive.Words)
            {
                Require(word.Start >= at, $"a word of directive {i} overlaps");
                at = word.Start + word.Length;
            }

            Require(at <= (directive.HasBlock ? directive.BodyStart - 1 : directive.End), $"directive {i} ends before its words");
            if (directive.Parent is { } parent)
            {
                Require(directive.Start >= parent.BodyStart && directive.End <= parent.BodyEnd, $"directive {i} is outside its block");
            }

            previousEnd = directive.HasBlock && !directive.IsRawBlock ? directive.BodyStart : directive.End;
            int lines = file.Bytes.Span[..directive.Start].Count((byte)'\n') + 1;
            Require(directive.Line == lines, $"directive {i} is in line {lines}, not {directive.Line}");
        }
    }

    private static void CompareWithReference(ConfigurationFile file, ReferenceTokenizer.Result reference)
    {
        var statements = reference.Statements.Where(s => s.End != '}').ToList();
        Require(statements.Count == file.Count, $"{file.Count} directives, the reference has {statements.Count}");
        for (int i = 0; i < file.Count; i++)
        {
            ConfigurationDirective directive = file[i];
            Require(directive.HasBlock == (statements[i].End == '{'), $"directive {i} differs in having a block");
            Require(
                directive.Words.Select(word => (word.Start, word.Length)).SequenceEqual(statements[i].Words),
                $"the words of directive {i} differ");
            Require(directive.Line == statements[i].Line, $"the line of directive {i} differs");
        }

        int depth = 0;
        int index = 0;
        foreach (ReferenceTokenizer.Statement statement in reference.Statements)
        {
            if (statement.End == '}')
            {
                depth--;
                continue;
            }

            int actual = 0;
            for (ConfigurationDirective? parent = file[index].Parent; parent is { } block; parent = block.Parent)
            {
                actual++;
            }

            Require(actual == depth, $"directive {index} is at depth {actual}, the reference has {depth}");
            depth += statement.End == '{' ? 1 : 0;
            index++;
        }
    }
}
