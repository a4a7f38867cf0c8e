using System.Diagnostics;
using System.Net;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>
/// Hears from the kernel of every node when an address is added or removed, on one thread, so that the order and the times of
/// changes on different nodes can be compared.
/// </summary>
public sealed class OwnershipMonitor : IDisposable
{
    private readonly TestNode[] _nodes;
    private readonly Native.PollDescriptor[] _descriptors;
    private readonly List<OwnershipChange> _changes = [];
    private readonly Lock _lock = new();
    private readonly Thread _thread;
    private volatile bool _ending;

    /// <summary>Starts to listen on nodes; what they have already counts as added now.</summary>
    public OwnershipMonitor(params IEnumerable<TestNode> nodes)
    {
        _nodes = [.. nodes];
        _descriptors = [.. _nodes.Select(node => new Native.PollDescriptor
        {
            Descriptor = NamespaceThread.Run(node.Namespace, AddressNetlink.Open),
            Events = 1,
        })];
        _nodes[0].Network.Own(this);
        _thread = new Thread(Listen) { IsBackground = true, Name = "ownership" };
        _thread.Start();
    }

    /// <summary>Every change so far, in order.</summary>
    public IReadOnlyList<OwnershipChange> Changes
    {
        get
        {
            lock (_lock)
            {
                return [.. _changes];
            }
        }
    }

    /// <summary>Nodes that have the address now, by name.</summary>
    public IReadOnlyList<string> Owners(string address)
    {
        SortedSet<string> owners = new(StringComparer.Ordinal);
        foreach (OwnershipChange change in Of(address))
        {
            _ = change.IsAdded ? owners.Add(change.Node.Name) : owners.Remove(change.Node.Name);
        }

        return [.. owners];
    }

    /// <summary>Waits until exactly one node has the address.</summary>
    public Task WaitForOwnerAsync(string address, TestNode owner, TimeSpan patience, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return Eventually.TrueAsync(
            () => Owners(address) is [string only] && only == owner.Name,
            patience,
            () => $"{owner.Name} alone has {address}, which is on: {string.Join(", ", Owners(address))}",
            cancellationToken);
    }

    /// <summary>Longest time that two nodes or more had the address at once, from a moment (a Stopwatch timestamp) until now.</summary>
    public TimeSpan LongestOverlap(string address, long since = 0) => Longest(address, since, static owners => owners > 1);

    /// <summary>Longest time that no node had the address, from a moment until now.</summary>
    public TimeSpan LongestAbsence(string address, long since) => Longest(address, since, static owners => owners == 0);

    /// <summary>The story of an address, for messages.</summary>
    public string Describe(string address)
    {
        IReadOnlyList<OwnershipChange> changes = Of(address);
        return string.Join('\n', changes.Select(change =>
            $"{Stopwatch.GetElapsedTime(changes[0].Timestamp, change.Timestamp).TotalMilliseconds,10:0.0} ms {(change.IsAdded ? "+" : "-")} {change.Node.Name}"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_ending)
        {
            _ending = true;
            _thread.Join();
            foreach (Native.PollDescriptor descriptor in _descriptors)
            {
                _ = Native.Close(descriptor.Descriptor);
            }
        }
    }

    private IReadOnlyList<OwnershipChange> Of(string address)
    {
        IPAddress wanted = IPAddress.Parse(address);
        return [.. Changes.Where(change => change.Address.Equals(wanted))];
    }

    private TimeSpan Longest(string address, long since, Func<int, bool> counts)
    {
        HashSet<string> owners = [];
        TimeSpan longest = TimeSpan.Zero;
        long from = since;
        foreach (OwnershipChange change in Of(address))
        {
            Measure(change.Timestamp);
            _ = change.IsAdded ? owners.Add(change.Node.Name) : owners.Remove(change.Node.Name);
            from = Math.Max(change.Timestamp, since);
        }

        Measure(Stopwatch.GetTimestamp());
        return longest;

        void Measure(long until)
        {
            if (from > 0 && until > from && counts(owners.Count))
            {
                TimeSpan time = Stopwatch.GetElapsedTime(from, until);
                longest = time > longest ? time : longest;
            }
        }
    }

    private void Listen()
    {
        const int patience = 100;
        byte[] buffer = new byte[65536];
        while (!_ending)
        {
            if (Native.Poll(_descriptors, patience) <= 0)
            {
                continue;
            }

            for (int index = 0; index < _descriptors.Length; index++)
            {
                if (_descriptors[index].Returned != 0)
                {
                    int length = Native.Receive(_descriptors[index].Descriptor, buffer);
                    long now = Stopwatch.GetTimestamp();
                    Keep(_nodes[index], now, AddressNetlink.Read(buffer.AsSpan(0, Math.Max(length, 0))));
                }
            }
        }
    }

    private void Keep(TestNode node, long now, IReadOnlyList<(IPAddress Address, bool IsAdded)> changes)
    {
        lock (_lock)
        {
            _changes.AddRange(changes.Select(change => new OwnershipChange(now, node, change.Address, change.IsAdded)));
        }
    }
}
