using System.Text;

namespace NginxHa.Platform;

/// <summary>What a command writes to its two streams, as it comes.</summary>
/// <param name="line">Called for each whole line, on any thread; null for nobody.</param>
internal sealed class CommandText(Action<string>? line)
{
    private const int KeptLines = 15;

    private readonly object _lock = new();
    private readonly StreamText _output = new();
    private readonly StreamText _error = new();
    private readonly Queue<string> _last = new();

    /// <summary>Reads both streams until they are closed. That is the case when the last process that has them is gone.</summary>
    public Task ReadAsync(StreamReader output, StreamReader error) =>
        Task.WhenAll(ReadAsync(output, _output), ReadAsync(error, _error));

    /// <summary>What came until now.</summary>
    /// <param name="ending">How the command ended.</param>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="word">A last line of the runner's own; null for none.</param>
    public CommandOutcome ToOutcome(CommandEnding ending, int exitCode, string? word = null)
    {
        lock (_lock)
        {
            return new CommandOutcome(exitCode, [.. _output.Lines], [.. word is null ? _last : _last.Append(word)])
            {
                Ending = ending,
                OutputBytes = _output.Bytes,
                Error = Encoding.UTF8.GetString(_error.Bytes),
            };
        }
    }

    private async Task ReadAsync(StreamReader reader, StreamText text)
    {
        byte[] piece = new byte[4096];
        try
        {
            using Stream stream = reader.BaseStream;
            while (await stream.ReadAsync(piece).ConfigureAwait(false) is > 0 and int count)
            {
                Tell(() => text.Add(piece.AsSpan(0, count)));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The command was ended and its streams with it.
        }

        Tell(text.End);
    }

    private void Tell(Func<IReadOnlyList<string>> take)
    {
        IReadOnlyList<string> lines;
        lock (_lock)
        {
            lines = take();
            foreach (string text in lines)
            {
                _last.Enqueue(text);
            }

            while (_last.Count > KeptLines)
            {
                _last.Dequeue();
            }
        }

        if (line is not null)
        {
            foreach (string text in lines)
            {
                line(text);
            }
        }
    }
}
