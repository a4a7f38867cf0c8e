using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;

namespace NginxHa.Nginx.Measurement;

/// <summary>How a request ended.</summary>
/// <param name="FailureReason">A short stable text, or null for an answer.</param>
/// <param name="Server">Who answered, or null.</param>
internal readonly record struct ProbeOutcome(string? FailureReason, string? Server)
{
    /// <summary>An answer.</summary>
    public static ProbeOutcome Answer(string? server) => new(null, server);

    /// <summary>No answer, or one that does not count.</summary>
    public static ProbeOutcome Failure(string reason) => new(reason, null);

    /// <summary>An answer with a status that says it failed.</summary>
    public static ProbeOutcome FailureStatus(int status) => Failure(string.Create(CultureInfo.InvariantCulture, $"HTTP {status}"));

    /// <summary>The failure behind an exception.</summary>
    public static ProbeOutcome From(Exception exception, bool timedOut)
    {
        if (timedOut)
        {
            return Failure("TimedOut");
        }

        string? reason = null;
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            // The innermost one that has a name says most.
            reason = cause switch
            {
                SocketException socket => socket.SocketErrorCode.ToString(),
                AuthenticationException => "TlsRefused",
                HttpIOException broken => broken.HttpRequestError.ToString(),
                HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } refused => refused.HttpRequestError.ToString(),
                _ => reason,
            };
        }

        return Failure(reason ?? exception.GetType().Name);
    }
}
