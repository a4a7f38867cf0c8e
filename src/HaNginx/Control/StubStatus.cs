using System.Globalization;
using System.Text.RegularExpressions;

namespace NginxHa.Nginx.Control;

/// <summary>The figures of ngx_http_stub_status_module.</summary>
/// <param name="Active">Client connections now, waiting ones included.</param>
/// <param name="Accepts">Connections accepted since the start.</param>
/// <param name="Handled">Of them, those that were handled; fewer when a limit was reached.</param>
/// <param name="Requests">Requests since the start.</param>
/// <param name="Reading">Connections whose request header is being read.</param>
/// <param name="Writing">Connections that are being answered.</param>
/// <param name="Waiting">Idle connections.</param>
public sealed partial record StubStatus(long Active, long Accepts, long Handled, long Requests, long Reading, long Writing, long Waiting)
{
    /// <summary>Reads the page of stub_status.</summary>
    /// <param name="text">The page.</param>
    /// <exception cref="FormatException">It is another page.</exception>
    public static StubStatus Parse(string text)
    {
        Match match = Page().Match(text);
        return match.Success
            ? new StubStatus(Number(1), Number(2), Number(3), Number(4), Number(5), Number(6), Number(7))
            : throw new FormatException("this is no page of stub_status");

        long Number(int group) => long.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>Asks for the page.</summary>
    /// <param name="uri">Its address.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="HttpRequestException">nginx does not answer, or not with status 200.</exception>
    /// <exception cref="FormatException">It is another page.</exception>
    public static async Task<StubStatus> ReadAsync(Uri uri, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = timeout, MaxResponseContentBufferSize = 64 * 1024 };
        return Parse(await client.GetStringAsync(uri, cancellationToken).ConfigureAwait(false));
    }

    [GeneratedRegex(@"\AActive connections: (\d{1,18})\s+server accepts handled requests\s+(\d{1,18}) (\d{1,18}) (\d{1,18})\s+Reading: (\d{1,18}) Writing: (\d{1,18}) Waiting: (\d{1,18})\s*\z")]
    private static partial Regex Page();
}
