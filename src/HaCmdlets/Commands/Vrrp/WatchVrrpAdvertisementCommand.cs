using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Networks;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Protocol.Inspection;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>Listens to the advertisements of a segment, one's own included, without taking part.</summary>
[Cmdlet(VerbsCommon.Watch, "VrrpAdvertisement")]
[OutputType(typeof(VrrpPacketReport))]
public sealed class WatchVrrpAdvertisementCommand : HaCmdlet
{
    private AdvertisementListener? _listener;

    /// <summary>Interface to listen on; all by default.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Interface { get; set; }

    /// <summary>Only advertisements of these virtual routers.</summary>
    [Parameter]
    [Alias("VRID")]
    [ValidateRange(0, 255)]
    public int[]? VirtualRouterId { get; set; }

    /// <summary>Only advertisements that are not as they should be.</summary>
    [Parameter]
    public SwitchParameter InvalidOnly { get; set; }

    /// <summary>End after this many.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary>End after this time; no limit by default.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>The lowest TTL or hop limit that counts as good, 255 by default.</summary>
    [Parameter]
    [ValidateRange(0, 255)]
    public int MinimumTimeToLive { get; set; } = VrrpConstants.TimeToLive;

    /// <summary>What the checksum of VRRPv3 over IPv4 has to cover; either form by default, since a listener has no side.</summary>
    [Parameter]
    public VrrpChecksumMode ChecksumMode { get; set; } = VrrpChecksumMode.Either;

    /// <summary>Network namespace to listen in; that of the process by default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NetworkNamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? NetworkNamespace { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        NetworkEntry.Require(NetworkNamespace);
        using AdvertisementListener listener = NetworkEntry.Open(NetworkNamespace, () => AdvertisementListener.Open(Interface));
        _listener = listener;
        var options = new VrrpInspectionOptions { ChecksumMode = ChecksumMode, MinimumTimeToLive = MinimumTimeToLive };
        var heard = new Queue<VrrpPacketReport>();
        AdvertisementHandler keep = (in ReceivedPacket packet, bool _) =>
        {
            if (VrrpInspector.Inspect(RawPacket.ToFrame(packet, DateTimeOffset.Now), options) is { } report)
            {
                heard.Enqueue(report);
            }
        };
        long end = Timeout < TimeSpan.Zero ? long.MaxValue : Environment.TickCount64 + (long)Timeout.TotalMilliseconds;
        int written = 0;
        while (written < Count && !CancellationToken.IsCancellationRequested)
        {
            TimeSpan left = end == long.MaxValue ? System.Threading.Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(end - Environment.TickCount64);
            if (end != long.MaxValue && left <= TimeSpan.Zero)
            {
                break;
            }

            listener.Wait(left, keep);
            while (written < Count && heard.TryDequeue(out VrrpPacketReport? report))
            {
                if (IsWanted(report))
                {
                    WriteObject(report);
                    written++;
                }
            }
        }

        CancellationToken.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    protected override void OnCancel() => _listener?.Wake();

    private bool IsWanted(VrrpPacketReport report) =>
        (VirtualRouterId is null || (report.VirtualRouterId is { } id && VirtualRouterId.Contains(id)))
        && (!InvalidOnly || !report.IsValid);
}
