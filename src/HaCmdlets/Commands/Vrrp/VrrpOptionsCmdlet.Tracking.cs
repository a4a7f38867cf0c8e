using System.Management.Automation;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <content>What changes the priority.</content>
public abstract partial class VrrpOptionsCmdlet
{
    private const string NginxTrack = "nginx";
    private const string NginxHealthTrack = "nginx health";

    /// <summary>Tracks, as New-VrrpTrack makes them.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public TrackOptions[] Track { get; set; } = [];

    /// <summary>Fail over when nginx dies: watches its master process, and its health URL where one is given.</summary>
    [Parameter]
    public SwitchParameter TrackNginx { get; set; }

    /// <summary>Its pid file, for a machine on which other nginx processes run; the process name is watched by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NginxPidFile { get; set; }

    /// <summary>A URL of this node that has to answer with a status of 200-399, twice wrong before it counts.</summary>
    [Parameter]
    public Uri? NginxHealthUri { get; set; }

    /// <summary>What the death of nginx does to the priority, -253 to 253; 0 (default) puts the instance in Fault.</summary>
    [Parameter]
    [ValidateRange(-253, 253)]
    public int NginxWeight { get; set; }

    private protected IReadOnlyList<TrackOptions> ApplyTracks(IReadOnlyList<TrackOptions> present)
    {
        IEnumerable<TrackOptions> tracks = Given(nameof(Track), Track, present);
        bool asked = IsBound(nameof(TrackNginx))
            ? TrackNginx
            : IsBound(nameof(NginxPidFile)) || IsBound(nameof(NginxHealthUri)) || IsBound(nameof(NginxWeight));
        if (IsBound(nameof(TrackNginx)) || asked)
        {
            tracks = tracks.Where(track => track.Name is not (NginxTrack or NginxHealthTrack));
        }

        return asked ? [.. tracks, .. CreateNginxTracks()] : [.. tracks];
    }

    private IEnumerable<TrackOptions> CreateNginxTracks()
    {
        yield return new ProcessTrackOptions
        {
            Name = NginxTrack,
            Weight = NginxWeight,
            ProcessName = NginxPidFile is null ? "nginx" : null,
            PidFile = NginxPidFile is null ? null : ResolveFilePath(NginxPidFile),
            Interval = TimeSpan.FromMilliseconds(500),
        };
        if (NginxHealthUri is not null)
        {
            // A node asks itself, mostly by address: the certificate is for the name that clients use. One slow answer
            // during a reload is no reason to fail over.
            yield return new HttpTrackOptions
            {
                Name = NginxHealthTrack,
                Weight = NginxWeight,
                Uri = NginxHealthUri,
                Fall = 2,
                Rise = 2,
                SkipCertificateCheck = true,
            };
        }
    }
}
