using System.Net;
using System.Net.Http.Headers;

namespace NginxHa.Installation.Downloads;

/// <summary>A file of which a part may be there already, and what the server said about it.</summary>
/// <param name="path">Where it is.</param>
internal sealed class PartialFile(string path) : IAsyncDisposable
{
    private readonly FileStream _stream = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    private RangeConditionHeaderValue? _version;
    private long? _whole;

    /// <summary>Bytes that are there.</summary>
    public long Length => _stream.Length;

    /// <summary>Asks only for what is missing, provided the file is still the same.</summary>
    public void AskForTheRest(HttpRequestMessage request)
    {
        if (Length > 0 && _version is not null)
        {
            request.Headers.Range = new RangeHeaderValue(Length, null);
            request.Headers.IfRange = _version;
        }
    }

    /// <summary>Takes an answer's headers; unless it is the rest that was asked for, the file begins anew.</summary>
    public void Begin(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange is { From: { } from } range && from == Length && from > 0)
        {
            _whole = range.Length ?? _whole;
            return;
        }

        if (response.StatusCode == HttpStatusCode.PartialContent)
        {
            throw new HttpIOException(HttpRequestError.InvalidResponse, "The server sent another part than it was asked for.");
        }

        Forget();
        _whole = response.Content.Headers.ContentLength;
        _version = response.Headers.ETag is { IsWeak: false } tag ? new RangeConditionHeaderValue(tag)
            : response.Content.Headers.LastModified is { } changed ? new RangeConditionHeaderValue(changed)
            : null;
    }

    /// <summary>Adds what came.</summary>
    public ValueTask AddAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken) => _stream.WriteAsync(piece, cancellationToken);

    /// <summary>All is there.</summary>
    /// <exception cref="HttpIOException">The server had said that it is longer.</exception>
    public void End()
    {
        if (_whole is { } whole && whole != Length)
        {
            throw new HttpIOException(HttpRequestError.ResponseEnded, FormattableString.Invariant($"The server sent {Length} bytes of {whole}."));
        }

        _stream.Flush(flushToDisk: true);
    }

    /// <summary>Begins anew.</summary>
    public void Forget()
    {
        _stream.SetLength(0);
        _version = null;
        _whole = null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
