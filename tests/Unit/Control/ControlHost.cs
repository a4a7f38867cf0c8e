using System.Collections.Concurrent;
using System.Runtime.Versioning;
using NginxHa.Control;
using NginxHa.Control.Protocol;
using NginxHa.Nginx.Health;
using NginxHa.Tests.Unit.Cmdlets.Vrrp;
using NginxHa.Topology;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Control;

/// <summary>A control server over a fake engine at a socket in a folder of its own, and a client.</summary>
[SupportedOSPlatform("linux")]
internal sealed class ControlHost : IAsyncDisposable
{
    private readonly List<RawClient> _raw = [];

    public ControlHost(Func<ControlServerSettings, ControlServerSettings>? change = null, bool start = true)
    {
        Folder = Directory.CreateTempSubdirectory("nha-");
        Address = Path.Combine(Folder.FullName, "run", "control.sock");
        Settings = new ControlServerSettings
        {
            Address = Address,
            AllowedUserIds = [PeerCredentials.OwnUserId],
            Log = (level, line) => Log.Enqueue((level, line)),
        };
        Settings = change?.Invoke(Settings) ?? Settings;
        Server = new ControlServer(Engine, Agent, Settings, Monitors);
        Client = NewClient();
        if (start)
        {
            Server.Start();
        }
    }

    public DirectoryInfo Folder { get; }

    public string Address { get; }

    public ControlServerSettings Settings { get; }

    public FakeEngine Engine { get; } = new(EngineKind.Agent);

    public FakeAgent Agent { get; } = new();

    public UpstreamMonitorSet Monitors { get; } = new();

    public ControlServer Server { get; }

    public ControlClient Client { get; }

    public ConcurrentQueue<(AgentLogLevel Level, string Line)> Log { get; } = new();

    public ControlClient NewClient(Func<ControlClientSettings, ControlClientSettings>? change = null)
    {
        var settings = new ControlClientSettings { Address = Address };
        return new ControlClient(change?.Invoke(settings) ?? settings);
    }

    /// <summary>A connection to write lines to by hand; what the server says first is read already.</summary>
    public async Task<RawClient> ConnectAsync()
    {
        var raw = await RawClient.ConnectAsync(Address);
        _raw.Add(raw);
        return raw;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        await Monitors.StopAllAsync(keepMarks: true, CancellationToken.None);
        _raw.ForEach(raw => raw.Dispose());
        Engine.Dispose();
        Folder.Delete(recursive: true);
    }
}
