using System.Management.Automation;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>The parameters of a server, as parameters.</summary>
public abstract class UpstreamServerSettingsCmdlet : UpstreamServerChangeCmdlet
{
    /// <summary>Share of the requests.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Weight { get; set; }

    /// <summary>Failed attempts after which nginx leaves the server out; 0 for never.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaxFails { get; set; }

    /// <summary>Within which time, and for how long.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan? FailTimeout { get; set; }

    /// <summary>Connections at once; 0 for no limit.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaxConns { get; set; }

    /// <summary>How long the weight grows from 0 after the server came back (a parameter of the commercial nginx).</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan? SlowStart { get; set; }

    /// <summary>Use it only when the others are out; -Backup:$false takes that back.</summary>
    [Parameter]
    public SwitchParameter Backup { get; set; }

    /// <summary>Do not use it; -Down:$false takes that back.</summary>
    [Parameter]
    public SwitchParameter Down { get; set; }

    /// <summary>Follow changes of the addresses of its name; -Resolve:$false takes that back.</summary>
    [Parameter]
    public SwitchParameter Resolve { get; set; }

    /// <summary>What was asked for; the rest is null.</summary>
    private protected UpstreamServerSettings Settings() => new()
    {
        Weight = Weight,
        MaxFails = MaxFails,
        FailTimeout = FailTimeout,
        MaxConns = MaxConns,
        SlowStart = SlowStart,
        Backup = Asked(nameof(Backup), Backup),
        Down = Asked(nameof(Down), Down),
        Resolve = Asked(nameof(Resolve), Resolve),
    };

    private bool? Asked(string name, SwitchParameter value) =>
        MyInvocation.BoundParameters.ContainsKey(name) ? value.IsPresent : null;
}
