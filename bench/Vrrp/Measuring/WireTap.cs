using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Measuring;

/// <summary>
/// Records every advertisement that comes out of nodes: a witness that is neither of the engines. It listens on the far ends of
/// their cables.
/// </summary>
internal sealed class WireTap : IDisposable
{
    private readonly List<Advert> _adverts = [];
    private readonly Lock _lock = new();
    private readonly PacketSocket _socket;
    private readonly HashSet<int> _links;
    private readonly Thread _thread;
    private volatile bool _ending;

    /// <summary>Starts to record.</summary>
    /// <param name="networkNamespace">Namespace of the far ends.</param>
    /// <param name="ports">Their names.</param>
    public WireTap(string networkNamespace, params IReadOnlyList<string> ports)
    {
        (_socket, _links) = NamespaceThread.Run(
            networkNamespace, () => (new PacketSocket(), ports.Select(PacketSocket.IndexOf).ToHashSet()));
        _thread = new Thread(Record) { IsBackground = true, Name = "wire" };
        _thread.Start();
    }

    /// <summary>Taps the port of a node on the switch.</summary>
    public static WireTap On(TestNode node) => new(node.Network.SwitchNamespace, node.Name);

    /// <summary>Everything heard from a moment on.</summary>
    public IReadOnlyList<Advert> Since(long time = 0)
    {
        lock (_lock)
        {
            return [.. _adverts.Where(advert => advert.Time >= time)];
        }
    }

    /// <summary>Virtual routers that were heard from a moment on, other than to say goodbye.</summary>
    public int RoutersSince(long time) => Since(time).Where(advert => advert.Priority > 0).Select(advert => advert.Router).Distinct().Count();

    /// <summary>Waits for an advertisement that was sent after a moment, looking so often that what follows can be in step with it.</summary>
    public async Task<Advert> WaitAsync(long after, TimeSpan patience, string what, CancellationToken cancellationToken)
    {
        Advert found = default;
        await Eventually.TrueAsync(
            () =>
            {
                lock (_lock)
                {
                    found = _adverts.Count > 0 ? _adverts[^1] : default;
                    return found.Time > after;
                }
            },
            patience, () => what, cancellationToken).ConfigureAwait(false);
        return found;
    }

    /// <summary>Waits until so many virtual routers have been heard since a moment.</summary>
    public Task WaitForRoutersAsync(int count, long since, TimeSpan patience, Func<string> describe, CancellationToken cancellationToken) =>
        Eventually.TrueAsync(
            () => RoutersSince(since) >= count, patience,
            () => $"{count} virtual routers advertise; {RoutersSince(since)} do.\n{describe()}", cancellationToken);

    public void Dispose()
    {
        if (!_ending)
        {
            _ending = true;
            _thread.Join();
            _socket.Dispose();
        }
    }

    private void Record()
    {
        while (!_ending)
        {
            if (_socket.TryReceive(out Advert advert) && _links.Contains(advert.Link))
            {
                lock (_lock)
                {
                    _adverts.Add(advert);
                }
            }
        }
    }
}
