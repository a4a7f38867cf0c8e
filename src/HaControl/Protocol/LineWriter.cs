using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace NginxHa.Control.Protocol;

/// <summary>Writes one JSON value a line, several callers one after the other.</summary>
internal sealed class LineWriter(Stream stream, TimeSpan limit, TimeProvider time) : IDisposable
{
    private const int KeptCapacity = 64 * 1024;

    private readonly SemaphoreSlim _turn = new(1);
    private MemoryStream _line = new();

    /// <summary>Writes a line.</summary>
    /// <exception cref="ControlException">The line is longer than allowed; nothing was written.</exception>
    /// <exception cref="ConnectionLostException">The other side is gone, or did not take it in time; the stream is of no use any more.</exception>
    public async Task WriteAsync(JToken value, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Format(value);
            if (_line.Length > ControlProtocol.LongestLine)
            {
                throw new ControlException(ControlErrorCode.LineTooLong, $"That takes a line of {_line.Length} bytes; the longest is {ControlProtocol.LongestLine}.");
            }

            await SendAsync(_line.GetBuffer().AsMemory(0, (int)_line.Length)).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>A line that has begun is written to its end, or the stream is of no use to anybody.</summary>
    private async Task SendAsync(ReadOnlyMemory<byte> line)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        try
        {
            await stream.WriteAsync(line, deadline.Token).ConfigureAwait(false);
            await stream.FlushAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw new ConnectionLostException(string.Create(CultureInfo.InvariantCulture, $"The other side did not take a line within {limit.TotalSeconds:0.###} s."), exception);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw new ConnectionLostException($"The other side is gone: {exception.Message}", exception);
        }
    }

    private void Format(JToken value)
    {
        if (_line.Capacity > KeptCapacity)
        {
            _line = new MemoryStream();
        }

        _line.SetLength(0);
        using var text = new StreamWriter(_line, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1024, leaveOpen: true);
        using (var json = new JsonTextWriter(text) { Formatting = Formatting.None, CloseOutput = false })
        {
            value.WriteTo(json);
        }

        text.Write('\n');
    }
}
