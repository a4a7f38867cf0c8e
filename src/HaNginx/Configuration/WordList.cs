using System.Collections;

namespace NginxHa.Nginx.Configuration;

/// <summary>Some words of a directive, in order.</summary>
public readonly struct WordList : IReadOnlyList<ConfigurationWord>, IEquatable<WordList>
{
    private readonly ConfigurationFile _file;
    private readonly int _first;

    internal WordList(ConfigurationFile file, int first, int count)
    {
        _file = file;
        _first = first;
        Count = count;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public ConfigurationWord this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return new ConfigurationWord(_file, _file.Words[_first + index]);
        }
    }

    /// <summary>Same words of the same file.</summary>
    public static bool operator ==(WordList left, WordList right) => left.Equals(right);

    /// <summary>Not the same words.</summary>
    public static bool operator !=(WordList left, WordList right) => !left.Equals(right);

    /// <summary>The values of all words.</summary>
    public string[] ToValues()
    {
        string[] values = new string[Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = this[i].Value;
        }

        return values;
    }

    /// <inheritdoc/>
    public IEnumerator<ConfigurationWord> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(WordList other) => ReferenceEquals(_file, other._file) && _first == other._first && Count == other.Count;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is WordList other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_first, Count);
}
