using System.Management.Automation;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <content>When a check is made, and what counts.</content>
public sealed partial class NewVrrpTrackCommand
{
    /// <summary>Time between the starts of two checks, 0.01 s to 1 day, 1 s by default.</summary>
    [Parameter(ParameterSetName = ScriptSet)]
    [Parameter(ParameterSetName = ProcessSet)]
    [Parameter(ParameterSetName = PidFileSet)]
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = HttpSet)]
    [Parameter(ParameterSetName = TcpSet)]
    [Parameter(ParameterSetName = GatewaySet)]
    [Parameter(ParameterSetName = UpstreamMonitorSet)]
    [Parameter(ParameterSetName = ScriptBlockSet)]
    [IntervalTransformation]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A check that takes longer has failed; that of -Interval by default.</summary>
    [Parameter(ParameterSetName = ScriptSet)]
    [Parameter(ParameterSetName = ProcessSet)]
    [Parameter(ParameterSetName = PidFileSet)]
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = HttpSet)]
    [Parameter(ParameterSetName = TcpSet)]
    [Parameter(ParameterSetName = GatewaySet)]
    [Parameter(ParameterSetName = UpstreamMonitorSet)]
    [Parameter(ParameterSetName = ScriptBlockSet)]
    [IntervalTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Successes in a row before it counts as up, 1 by default.</summary>
    [Parameter(ParameterSetName = ScriptSet)]
    [Parameter(ParameterSetName = ProcessSet)]
    [Parameter(ParameterSetName = PidFileSet)]
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = HttpSet)]
    [Parameter(ParameterSetName = TcpSet)]
    [Parameter(ParameterSetName = GatewaySet)]
    [Parameter(ParameterSetName = UpstreamMonitorSet)]
    [Parameter(ParameterSetName = ScriptBlockSet)]
    [ValidateRange(1, int.MaxValue)]
    public int Rise { get; set; } = 1;

    /// <summary>Failures in a row before it counts as down, 1 by default.</summary>
    [Parameter(ParameterSetName = ScriptSet)]
    [Parameter(ParameterSetName = ProcessSet)]
    [Parameter(ParameterSetName = PidFileSet)]
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = HttpSet)]
    [Parameter(ParameterSetName = TcpSet)]
    [Parameter(ParameterSetName = GatewaySet)]
    [Parameter(ParameterSetName = UpstreamMonitorSet)]
    [Parameter(ParameterSetName = ScriptBlockSet)]
    [ValidateRange(1, int.MaxValue)]
    public int Fall { get; set; } = 1;

    /// <summary>What counts until the first result: Up, Down (keepalived init_fail), or Wait (default) for that result.</summary>
    [Parameter(ParameterSetName = ScriptSet)]
    [Parameter(ParameterSetName = ProcessSet)]
    [Parameter(ParameterSetName = PidFileSet)]
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = HttpSet)]
    [Parameter(ParameterSetName = TcpSet)]
    [Parameter(ParameterSetName = GatewaySet)]
    [Parameter(ParameterSetName = UpstreamMonitorSet)]
    [Parameter(ParameterSetName = ScriptBlockSet)]
    [ValidateSet("Wait", "Up", "Down")]
    public string InitialResult { get; set; } = "Wait";

    private PeriodicTrackOptions WithTiming(PeriodicTrackOptions track) => track with
    {
        Interval = Interval,
        Timeout = Timeout,
        Rise = Rise,
        Fall = Fall,
        InitiallyUp = InitialResult.ToUpperInvariant() switch
        {
            "UP" => true,
            "DOWN" => false,
            _ => null,
        },
    };
}
