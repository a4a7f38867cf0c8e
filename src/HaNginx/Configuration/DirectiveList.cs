using System.Collections;

namespace NginxHa.Nginx.Configuration;

/// <summary>The directives of one level, in the order of the text.</summary>
public readonly struct DirectiveList : IEnumerable<ConfigurationDirective>, IEquatable<DirectiveList>
{
    private readonly ConfigurationFile _file;
    private readonly int _from;
    private readonly int _to;

    internal DirectiveList(ConfigurationFile file, int from, int to)
    {
        _file = file;
        _from = from;
        _to = to;
    }

    /// <summary>Same level of the same file.</summary>
    public static bool operator ==(DirectiveList left, DirectiveList right) => left.Equals(right);

    /// <summary>Not the same level.</summary>
    public static bool operator !=(DirectiveList left, DirectiveList right) => !left.Equals(right);

    /// <summary>An enumerator without an allocation.</summary>
    public Enumerator GetEnumerator() => new(_file, _from, _to);

    IEnumerator<ConfigurationDirective> IEnumerable<ConfigurationDirective>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(DirectiveList other) => ReferenceEquals(_file, other._file) && _from == other._from && _to == other._to;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DirectiveList other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_from, _to);

    /// <summary>Steps from sibling to sibling.</summary>
    public struct Enumerator : IEnumerator<ConfigurationDirective>
    {
        private readonly ConfigurationFile _file;
        private readonly int _from;
        private readonly int _to;
        private int _current;

        internal Enumerator(ConfigurationFile file, int from, int to)
        {
            _file = file;
            _from = from;
            _to = to;
            _current = -1;
        }

        /// <inheritdoc/>
        public readonly ConfigurationDirective Current => new(_file, _current);

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            _current = _current < 0 ? _from : _file.Nodes[_current].NextSibling;
            return _current < _to;
        }

        /// <inheritdoc/>
        public void Reset() => _current = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
