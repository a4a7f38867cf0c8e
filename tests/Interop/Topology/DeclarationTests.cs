using NginxHa.Cmdlets.Publishing;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Topologies;

/// <summary>
/// Both pairs of the tutorial, declared by one document that DSC applies on both nodes: the right owner of each address,
/// whatever happens, and nothing at all when it is applied again.
/// </summary>
public abstract class DeclarationTests(TopologyEngine engine) : IDisposable
{
    private readonly DeclaredPair _pair = new(engine);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose()
    {
        _pair.Dispose();
        GC.SuppressFinalize(this);
    }

    [InteropFact(Needs.Keepalived | Needs.Nginx)]
    public async Task Master_and_backup()
    {
        await BeginAsync("MasterBackup");
        await _pair.OwnerAsync(DeclaredPair.First, _pair.One, Cancelled);
        await ApplyAgainAsync("MasterBackup");

        _pair.One.KillNginx();
        await _pair.OwnerAsync(DeclaredPair.First, _pair.Two, Cancelled);
        await _pair.One.StartNginxAsync(Cancelled);
        await _pair.OwnerAsync(DeclaredPair.First, _pair.One, Cancelled);

        _pair.Network.Cut(_pair.One.Node);
        await _pair.OwnerAsync(DeclaredPair.First, _pair.Two, Cancelled);
        _pair.Network.Restore(_pair.One.Node);
        await _pair.OwnerAsync(DeclaredPair.First, _pair.One, Cancelled);
    }

    [InteropFact(Needs.Keepalived | Needs.Nginx)]
    public async Task Two_masters()
    {
        await BeginAsync("DualMaster");
        await EachItsOwnAsync();
        await ApplyAgainAsync("DualMaster");

        _pair.Two.KillNginx();
        await BothWithAsync(_pair.One);
        await _pair.Two.StartNginxAsync(Cancelled);
        await EachItsOwnAsync();

        _pair.Network.Cut(_pair.One.Node);
        await BothWithAsync(_pair.Two);
        _pair.Network.Restore(_pair.One.Node);
        await EachItsOwnAsync();
    }

    private async Task BeginAsync(string mode)
    {
        await _pair.StartNginxAsync(Cancelled);
        foreach (IReadOnlyList<string> lines in await _pair.DeclareAsync(mode, Cancelled))
        {
            Assert.Equal(["before False", "after True"], lines);
        }

        Assert.Equal(await File.ReadAllTextAsync(_pair.One.DocumentPath, Cancelled), await File.ReadAllTextAsync(_pair.Two.DocumentPath, Cancelled));
        await Task.WhenAll(_pair.One.StartEngineAsync(Cancelled), _pair.Two.StartEngineAsync(Cancelled));
    }

    private async Task ApplyAgainAsync(string mode)
    {
        (string, string) before = (_pair.One.Fingerprint(), _pair.Two.Fingerprint());
        int changes = _pair.Owners.Changes.Count;
        foreach (IReadOnlyList<string> lines in await _pair.DeclareAsync(mode, Cancelled))
        {
            Assert.Equal(["before True", "after True"], lines);
        }

        Assert.Equal(before, (_pair.One.Fingerprint(), _pair.Two.Fingerprint()));
        Assert.Equal(changes, _pair.Owners.Changes.Count);
        foreach (DeclaredNode node in (DeclaredNode[])[_pair.One, _pair.Two])
        {
            Assert.DoesNotContain("Reload", node.Log, StringComparison.OrdinalIgnoreCase);
        }
    }

    private async Task EachItsOwnAsync()
    {
        await _pair.OwnerAsync(DeclaredPair.First, _pair.One, Cancelled);
        await _pair.OwnerAsync(DeclaredPair.Second, _pair.Two, Cancelled);
    }

    private async Task BothWithAsync(DeclaredNode node)
    {
        await _pair.OwnerAsync(DeclaredPair.First, node, Cancelled);
        await _pair.OwnerAsync(DeclaredPair.Second, node, Cancelled);
    }
}

/// <summary>With the agent.</summary>
public sealed class AgentDeclarationTests() : DeclarationTests(TopologyEngine.Agent);

/// <summary>With keepalived.</summary>
public sealed class KeepalivedDeclarationTests() : DeclarationTests(TopologyEngine.Keepalived);
