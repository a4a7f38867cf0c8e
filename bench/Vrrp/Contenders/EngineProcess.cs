using System.Globalization;
using NginxHa.Bench.Vrrp.Measuring;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Contenders;

/// <summary>A running engine with all its processes. Disposing ends it, in good order if it can.</summary>
internal sealed class EngineProcess : IDisposable
{
    private const int SignalHangUp = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ScratchFolder _folder;
    private readonly string _document;
    private readonly Func<Workload, string> _write;
    private readonly BackgroundProcess _process;
    private bool _disposed;

    /// <summary>Writes the document and starts the program on a thread that is in the node's namespace, so that nothing else is started in between.</summary>
    public EngineProcess(TestNode node, ScratchFolder folder, string document, Workload workload, Func<Workload, string> write, string program, IReadOnlyList<string> arguments)
    {
        _folder = folder;
        _write = write;
        _document = folder.Write(document, write(workload));
        Node = node;
        (StartedAt, _process) = NamespaceThread.Run(node.Namespace, () =>
        {
            long now = Clock.Now;
            return (now, new BackgroundProcess(program, arguments, new Dictionary<string, string> { ["TMPDIR"] = folder.Path }));
        });
        node.Network.Own(this);
    }

    /// <summary>Node it runs on.</summary>
    public TestNode Node { get; }

    /// <summary>Just before the program was started, as <see cref="Clock.Now"/> counts.</summary>
    public long StartedAt { get; }

    /// <summary>It has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it wrote, for messages.</summary>
    public string Log => _process.Log;

    /// <summary>Ids of the program and of every process below it, parents first.</summary>
    public IReadOnlyList<int> ProcessIds()
    {
        List<int> ids = [_process.Id];
        for (int i = 0; i < ids.Count; i++)
        {
            string tasks = string.Create(CultureInfo.InvariantCulture, $"/proc/{ids[i]}/task");
            if (Directory.Exists(tasks))
            {
                ids.AddRange(Directory.GetDirectories(tasks)
                    .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Select(id => int.Parse(id, CultureInfo.InvariantCulture)));
            }
        }

        return ids;
    }

    /// <summary>Writes another document and has the engine read it.</summary>
    /// <returns>When it was told.</returns>
    public long Reload(Workload workload)
    {
        File.WriteAllText(_document, _write(workload));
        long now = Clock.Now;
        _process.Signal(SignalHangUp);
        return now;
    }

    /// <summary>Asks it to end and does not wait.</summary>
    public void BeginStop() => _process.Signal(Native.SignalTerminate);

    /// <summary>Asks it to end and waits.</summary>
    public void Stop()
    {
        BeginStop();
        if (!_process.WaitForExit(Patience))
        {
            Kill();
        }
    }

    /// <summary>Kills all its processes at once, the children first: a child that outlives its parent may end in good order.</summary>
    public void Kill()
    {
        foreach (int id in ProcessIds().Reverse())
        {
            Native.Kill(id, Native.SignalKill);
        }

        _process.WaitForExit(Patience);
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            Stop();
        }

        _process.Dispose();
        _folder.Dispose();
    }
}
