using System.Globalization;
using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Tracking.Checks;

/// <summary>Reads the number at the start of a file. As in keepalived, a file that is missing or says nothing is a 0.</summary>
internal sealed class FileCheck(FileTrackOptions options) : ITrackCheck
{
    private const int LongestNumber = 32;

    public ValueTask<TrackResult> RunAsync(CancellationToken cancellationToken)
    {
        (int value, string detail) = Read();
        return new ValueTask<TrackResult>(new TrackResult(true, detail, value));
    }

    public void Dispose()
    {
    }

    private (int Value, string Detail) Read()
    {
        try
        {
            using FileStream file = new(options.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            Span<byte> bytes = stackalloc byte[LongestNumber];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            string text = System.Text.Encoding.ASCII.GetString(bytes[..length]).Trim();
            int end = text.AsSpan().IndexOfAny(' ', '\n', '\t');
            return int.TryParse(end < 0 ? text : text[..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
                ? (value, value.ToString(CultureInfo.InvariantCulture))
                : (0, "the file has no number in it");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (0, exception is FileNotFoundException or DirectoryNotFoundException ? "the file does not exist" : exception.Message);
        }
    }
}
