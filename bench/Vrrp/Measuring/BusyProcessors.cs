using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Measuring;

/// <summary>Keeps every processor busy with an ordinary program each until it is disposed.</summary>
internal sealed class BusyProcessors : IDisposable
{
    private readonly BackgroundProcess[] _burners =
        [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new BackgroundProcess("sha256sum", ["/dev/zero"]))];

    public void Dispose()
    {
        foreach (BackgroundProcess burner in _burners)
        {
            burner.Dispose();
        }
    }
}
