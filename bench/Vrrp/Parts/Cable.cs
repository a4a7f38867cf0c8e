using System.Diagnostics;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Parts;

/// <summary>A node's cable, with a program that stands ready to cut it within a fraction of a millisecond.</summary>
internal sealed class Cable : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TestNode _node;
    private readonly Process _ip;

    public Cable(TestNode node)
    {
        _node = node;
        _ip = Process.Start(new ProcessStartInfo(Machine.PathOf("ip"), ["-n", node.Network.SwitchNamespace, "-batch", "-"])
        {
            RedirectStandardInput = true,
        })!;
    }

    /// <summary>Cuts it.</summary>
    public void Cut()
    {
        _ip.StandardInput.WriteLine($"link set dev {_node.Name} down");
        _ip.StandardInput.Flush();
    }

    public void Dispose()
    {
        _ip.StandardInput.Close();
        if (!_ip.WaitForExit(Patience))
        {
            _ip.Kill();
        }

        _ip.Dispose();
        _node.Network.Restore(_node);
    }
}
