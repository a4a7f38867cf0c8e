using System.Buffers;
using System.Text;

namespace NginxHa.Platform;

/// <summary>The bytes of one stream, and the lines that they make. For one thread at a time.</summary>
internal sealed class StreamText
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private int _lineStart;

    /// <summary>Lines that are whole.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>All of it.</summary>
    public byte[] Bytes => _bytes.WrittenSpan.ToArray();

    /// <summary>Keeps a piece, and gives the lines that became whole with it.</summary>
    public IReadOnlyList<string> Add(ReadOnlySpan<byte> piece)
    {
        int known = Lines.Count;
        int searched = _bytes.WrittenCount;
        _bytes.Write(piece);
        ReadOnlySpan<byte> all = _bytes.WrittenSpan;
        while (all[searched..].IndexOf((byte)'\n') is >= 0 and int length)
        {
            AddLine(all[_lineStart..(searched + length)]);
            _lineStart = searched = searched + length + 1;
        }

        return Lines[known..];
    }

    /// <summary>The stream is at its end: what is left is a line, too.</summary>
    public IReadOnlyList<string> End()
    {
        if (_lineStart == _bytes.WrittenCount)
        {
            return [];
        }

        AddLine(_bytes.WrittenSpan[_lineStart..]);
        _lineStart = _bytes.WrittenCount;
        return Lines[^1..];
    }

    private void AddLine(ReadOnlySpan<byte> bytes) => Lines.Add(Encoding.UTF8.GetString(bytes.TrimEnd((byte)'\r')));
}
