using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Nginx.Health;

/// <summary>Asks servers, many at once. It keeps nothing open between two questions.</summary>
public sealed class HealthProber
{
    /// <summary>sun_path of Linux, without its terminating zero.</summary>
    private const int MaximumUnixPath = 107;

    private readonly SocketFactory _socketFactory;
    private readonly TimeProvider _time;

    /// <summary>Makes a prober.</summary>
    /// <param name="socketFactory">Opens sockets; null for sockets of the current network namespace.</param>
    /// <param name="timeProvider">Clock for timeouts, latency and certificates; null for the system's.</param>
    public HealthProber(SocketFactory? socketFactory = null, TimeProvider? timeProvider = null)
    {
        _socketFactory = socketFactory ?? OpenSocket;
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>Asks all addresses of all targets; results come as they are there, not in the order of the targets.</summary>
    /// <param name="targets">Servers.</param>
    /// <param name="check">What to ask.</param>
    /// <param name="throttleLimit">How many at once.</param>
    /// <param name="cancellationToken">Ends the asking; results that are there already are not lost.</param>
    public async IAsyncEnumerable<HealthResult> ProbeAllAsync(
        IEnumerable<HealthTarget> targets,
        HealthCheck check,
        int throttleLimit = 256,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(check);
        ArgumentOutOfRangeException.ThrowIfLessThan(throttleLimit, 1);
        check.Validate();
        var results = Channel.CreateUnbounded<HealthResult>(new UnboundedChannelOptions { SingleReader = true });
        var names = new ConcurrentDictionary<string, Lazy<Task<IPAddress[]>>>(StringComparer.OrdinalIgnoreCase);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = throttleLimit, CancellationToken = stop.Token };
        Task all = Task.Run(
            async () =>
            {
                try
                {
                    await Parallel.ForEachAsync(targets, options, async (target, token) =>
                    {
                        await foreach (HealthResult result in ProbeTargetAsync(target, check, names, token).ConfigureAwait(false))
                        {
                            results.Writer.TryWrite(result);
                        }
                    }).ConfigureAwait(false);
                    results.Writer.Complete();
                }
                catch (Exception e)
                {
                    results.Writer.Complete(e);
                    throw;
                }
            },
            CancellationToken.None);
        try
        {
            await foreach (HealthResult result in results.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return result;
            }
        }
        finally
        {
            // A consumer that breaks off ends the asking as well.
            await stop.CancelAsync().ConfigureAwait(false);
            await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Asks all addresses of one target, one after the other.</summary>
    /// <param name="target">The server.</param>
    /// <param name="check">What to ask.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<IReadOnlyList<HealthResult>> ProbeAsync(HealthTarget target, HealthCheck check, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(check);
        check.Validate();
        var results = new List<HealthResult>();
        var names = new ConcurrentDictionary<string, Lazy<Task<IPAddress[]>>>(StringComparer.OrdinalIgnoreCase);
        await foreach (HealthResult result in ProbeTargetAsync(target, check, names, cancellationToken).ConfigureAwait(false))
        {
            results.Add(result);
        }

        return results;
    }

    private static Socket OpenSocket(EndPoint endPoint, bool datagram) => endPoint.AddressFamily == AddressFamily.Unix
        ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        : new Socket(endPoint.AddressFamily, datagram ? SocketType.Dgram : SocketType.Stream, datagram ? ProtocolType.Udp : ProtocolType.Tcp);

    private async IAsyncEnumerable<HealthResult> ProbeTargetAsync(
        HealthTarget target,
        HealthCheck check,
        ConcurrentDictionary<string, Lazy<Task<IPAddress[]>>> names,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ServerAddress address = target.Address;
        if (address.UnixSocket is { } path)
        {
            yield return path.Length > MaximumUnixPath
                ? Unreachable(target, check, $"the path of the socket is longer than {MaximumUnixPath}")
                : await ProbeAddressAsync(target, check, new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            yield break;
        }

        int? port = check.Port ?? address.Port ?? DefaultPort(check.Kind);
        if (port is null)
        {
            yield return Unreachable(target, check, "no port is given");
            yield break;
        }

        IPAddress[] addresses = [];
        string? failure = null;
        if (IPAddress.TryParse(address.Host, out IPAddress? literal))
        {
            addresses = [literal];
        }
        else
        {
            (addresses, failure) = await LookUpAsync(address.Host, check.Timeout, names, cancellationToken).ConfigureAwait(false);
        }

        if (failure is not null)
        {
            yield return Unreachable(target, check, failure);
        }

        foreach (IPAddress one in addresses)
        {
            yield return await ProbeAddressAsync(target, check, new IPEndPoint(one, port.Value), cancellationToken).ConfigureAwait(false);
        }
    }

    private static int? DefaultPort(HealthCheckKind kind) => kind switch
    {
        HealthCheckKind.Http => 80,
        HealthCheckKind.Https => 443,
        HealthCheckKind.Dns => 53,
        _ => null,
    };

    private async Task<(IPAddress[] Addresses, string? Failure)> LookUpAsync(
        string host,
        TimeSpan timeout,
        ConcurrentDictionary<string, Lazy<Task<IPAddress[]>>> names,
        CancellationToken cancellationToken)
    {
        try
        {
            Lazy<Task<IPAddress[]>> lookUp = names.GetOrAdd(host, name => new Lazy<Task<IPAddress[]>>(() => Dns.GetHostAddressesAsync(name)));
            IPAddress[] found = await lookUp.Value.WaitAsync(timeout, _time, cancellationToken).ConfigureAwait(false);
            return found.Length > 0 ? (found, null) : ([], $"\"{host}\" has no address");
        }
        catch (SocketException e)
        {
            return ([], $"\"{host}\" cannot be looked up: {e.Message}");
        }
        catch (TimeoutException)
        {
            return ([], FormattableString.Invariant($"\"{host}\" cannot be looked up within {timeout.TotalSeconds:0.###} s"));
        }
    }

    private HealthResult Unreachable(HealthTarget target, HealthCheck check, string reason) =>
        Result(target, check, string.Empty, TimeSpan.Zero, new ProbeOutcome(false, reason));

    private async Task<HealthResult> ProbeAddressAsync(HealthTarget target, HealthCheck check, EndPoint endPoint, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        ProbeOutcome outcome;
        using var timeout = new CancellationTokenSource(check.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var probe = new Probe(check, endPoint, target.Address, _socketFactory, _time);
        try
        {
            outcome = await probe.RunAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested && IsFailure(e))
        {
            outcome = probe.OnTimeout();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && IsFailure(e))
        {
            outcome = new ProbeOutcome(false, Explain(e, endPoint), null, probe.CertificateExpires);
        }

        string shown = endPoint is UnixDomainSocketEndPoint ? target.Address.ToString() : endPoint.ToString()!;
        return Result(target, check, shown, _time.GetElapsedTime(start), outcome);
    }

    private HealthResult Result(HealthTarget target, HealthCheck check, string address, TimeSpan latency, ProbeOutcome outcome) => new()
    {
        Upstream = target.Upstream,
        Server = target.Server?.Address ?? target.Address.ToString(),
        Address = address,
        Kind = check.Kind,
        Healthy = outcome.Healthy,
        Reason = outcome.Reason,
        Latency = latency,
        Status = outcome.Status,
        CertificateExpires = outcome.CertificateExpires,
        Time = _time.GetUtcNow() - latency,
        Down = target.Server?.Down,
        Entry = target.Server,
    };

    private static bool IsFailure(Exception e) =>
        e is SocketException or IOException or OperationCanceledException or HttpRequestException
            or System.Security.Authentication.AuthenticationException or ObjectDisposedException or UnauthorizedAccessException
            or System.Text.RegularExpressions.RegexMatchTimeoutException;

    /// <summary>The innermost reason, without the "see inner exception" around it.</summary>
    private static string Explain(Exception e, EndPoint endPoint)
    {
        Exception cause = e;
        while (cause.InnerException is { } inner)
        {
            cause = inner;
        }

        string message = cause switch
        {
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",

            // What the runtime makes of the system's "no such file".
            SocketException { SocketErrorCode: SocketError.AddressNotAvailable } when endPoint is UnixDomainSocketEndPoint => "there is no such socket",
            _ => cause.Message,
        };
        return cause is IOException or HttpRequestException && message.Length == 0 ? "the connection broke" : message;
    }
}
