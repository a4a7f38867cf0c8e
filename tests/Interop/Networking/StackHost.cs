using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Networking;

/// <summary>A stack on a thread of a node's namespace, where the test's steps run one after the other.</summary>
internal sealed class StackHost : IDisposable
{
    private static readonly long Patience = TimeSpan.FromSeconds(10).Ticks;

    private readonly BlockingCollection<Action> _steps = [];
    private readonly Thread _thread;
    private INetworkStack? _stack;
    private bool _isDisposed;

    public StackHost(TestNode node)
    {
        Node = node;
        WaitForSwitch(node);
        _thread = NetworkNamespaceThread.Start(node.Namespace, "stack " + node.Name, () =>
        {
            foreach (Action step in _steps.GetConsumingEnumerable())
            {
                step();
            }
        });
        Do(() => _stack = NetworkStack.Open());
        Link = Do(stack => stack.TryGetLink("eth0", out LinkState link) ? link : throw new InvalidOperationException("no eth0"));
    }

    public TestNode Node { get; }

    /// <summary>The node's eth0 as it was at first.</summary>
    public LinkState Link { get; }

    public RecordedEvents Events { get; } = new();

    /// <summary>For what may be called from any thread.</summary>
    public INetworkStack Stack => _stack!;

    public T Do<T>(Func<INetworkStack, T> step)
    {
        T result = default!;
        Do(() => { result = step(_stack!); });
        return result;
    }

    public void Do(Action<INetworkStack> step) => Do(() => step(_stack!));

    /// <summary>Polls until the condition holds; fails after a time.</summary>
    public void PollUntil(Func<RecordedEvents, bool> condition, string what) => Do(stack =>
    {
        long deadline = stack.Now + Patience;
        while (!condition(Events))
        {
            if (stack.Now >= deadline)
            {
                throw new TimeoutException($"Not within the time: {what}");
            }

            stack.Poll(stack.Now + TimeSpan.TicksPerMillisecond, Events);
        }
    });

    /// <summary>Polls once for a while, to see that nothing comes.</summary>
    public void PollFor(TimeSpan time) => Do(stack =>
    {
        long deadline = stack.Now + time.Ticks;
        while (stack.Now < deadline)
        {
            stack.Poll(deadline, Events);
        }
    });

    public InterfaceAddress Address(string address, byte prefixLength, string? label = null) =>
        new(Link.Index, InetAddress.Parse(address), prefixLength, Label: label);

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Do(() => _stack?.Dispose());
            _steps.CompleteAdding();
            _thread.Join();
            _steps.Dispose();
        }
    }

    /// <summary>The switch drops frames until it has noticed the carrier of a new port, and some tests send only one.</summary>
    private static void WaitForSwitch(TestNode node)
    {
        string network = node.Network.SwitchNamespace;
        bool forwards = SpinWait.SpinUntil(
            () => Command.Run("bridge", "-n", network, "link", "show", "dev", node.Name).Output
                .Contains("state forwarding", StringComparison.Ordinal),
            TimeSpan.FromSeconds(10));
        Assert.True(forwards, $"The switch does not forward to {node.Name}.");
    }

    private void Do(Action step)
    {
        ExceptionDispatchInfo? failure = null;
        using ManualResetEventSlim done = new();
        _steps.Add(() =>
        {
            try
            {
                step();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }

            done.Set();
        });
        done.Wait();
        failure?.Throw();
    }
}
