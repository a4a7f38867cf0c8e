namespace NginxHa.Nginx.Configuration;

/// <summary>A word of a directive.</summary>
public readonly record struct ConfigurationWord
{
    private readonly ConfigurationFile _file;

    internal ConfigurationWord(ConfigurationFile file, WordRecord word)
    {
        _file = file;
        Start = word.Start;
        Length = word.Length;
    }

    /// <summary>Offset of its first byte, the quote if it has one.</summary>
    public int Start { get; }

    /// <summary>Length in bytes, quotes included.</summary>
    public int Length { get; }

    /// <summary>The word as it stands in the file.</summary>
    public string Raw => _file.Decode(Start, Length);

    /// <summary>The word as nginx takes it: without quotes and escapes.</summary>
    public string Value => WordCodec.Decode(RawBytes);

    /// <summary>The quote around it; null without one.</summary>
    public char? Quote => WordCodec.IsQuoted(RawBytes) ? (char)RawBytes[0] : null;

    /// <summary>The bytes of the word as they stand in the file.</summary>
    public ReadOnlySpan<byte> RawBytes => _file.Text.Slice(Start, Length);

    /// <summary>The value.</summary>
    public override string ToString() => Value;
}
