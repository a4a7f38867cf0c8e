using System.Text;
using NginxHa.Control.Protocol;

namespace NginxHa.Tests.Unit.Control;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4096)]
    [InlineData(100_000)]
    public async Task Lines_come_whole_however_they_arrive(int chunk)
    {
        string[] lines = ["", "a", new string('b', 4095), new string('c', 4096), new string('d', 70_000), "e", new string('f', 4097), ""];
        using var stream = new ChunkedStream(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), chunk);
        var reader = new LineReader(stream);
        foreach (string line in lines)
        {
            Assert.Equal(line, Text(await reader.ReadAsync(TestContext.Current.CancellationToken)));
        }

        Assert.Null(await reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_line_may_be_as_long_as_allowed_and_no_longer()
    {
        using var exact = new ChunkedStream(Encoding.UTF8.GetBytes(new string('x', 9_999) + "\n"), 1000);
        Assert.Equal(9_999, Text(await new LineReader(exact, 10_000).ReadAsync(TestContext.Current.CancellationToken))!.Length);
        using var longer = new ChunkedStream(Encoding.UTF8.GetBytes(new string('x', 10_000) + "\n"), 1000);
        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(
            async () => await new LineReader(longer, 10_000).ReadAsync(TestContext.Current.CancellationToken));
        Assert.Contains("10000", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_ends_within_a_line_is_no_line()
    {
        using var stream = new ChunkedStream("abc"u8.ToArray(), 10);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await new LineReader(stream).ReadAsync(TestContext.Current.CancellationToken));
    }

    private static string? Text(ReadOnlyMemory<byte>? line) => line is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    private sealed class ChunkedStream(byte[] content, int chunk) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
    }
}
