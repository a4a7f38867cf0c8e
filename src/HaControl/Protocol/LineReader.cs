namespace NginxHa.Control.Protocol;

/// <summary>Cuts a stream into lines, no longer than allowed; its memory grows with the longest line and shrinks again.</summary>
internal sealed class LineReader(Stream stream, int longestLine = ControlProtocol.LongestLine)
{
    private const int UsualSize = 4096;

    private byte[] _buffer = new byte[UsualSize];
    private int _start;
    private int _end;

    /// <summary>The next line without its line feed, valid until the next call; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">A line is longer than allowed, or the stream ends within one.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        int searched = _start;
        while (true)
        {
            int feed = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, searched + feed - _start);
                _start = searched + feed + 1;
                return line;
            }

            searched = MakeRoom();
            int count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return _end == _start ? null : throw new InvalidDataException("The stream ended within a line.");
            }

            _end += count;
        }
    }

    /// <summary>Makes room behind what is unread, and says where that ends.</summary>
    private int MakeRoom()
    {
        int length = _end - _start;
        if (length >= longestLine)
        {
            throw new InvalidDataException($"A line is longer than {longestLine} bytes.");
        }

        int wanted = length < UsualSize ? UsualSize : length < _buffer.Length ? _buffer.Length : Math.Min(2 * length, longestLine);
        byte[] room = wanted == _buffer.Length ? _buffer : new byte[wanted];
        _buffer.AsSpan(_start, length).CopyTo(room);
        (_buffer, _start, _end) = (room, 0, length);
        return length;
    }
}
