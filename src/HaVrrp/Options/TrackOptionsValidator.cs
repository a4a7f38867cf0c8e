using System.Globalization;
using System.Net;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Options;

/// <summary>Checks tracks, those of an instance and those of a group.</summary>
internal static class TrackOptionsValidator
{
    private const int LargestWeight = 253;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static void Validate(string field, IReadOnlyList<TrackOptions> tracks, OptionProblemList problems)
    {
        for (int i = 0; i < tracks.Count; i++)
        {
            Track($"{field}[{i.ToString(CultureInfo.InvariantCulture)}]", tracks[i], problems);
        }

        problems.Unique(field, tracks, static t => t.Name, "Each track has a name of its own.");
    }

    private static void Track(string field, TrackOptions track, OptionProblemList problems)
    {
        problems.Text($"{field}.{nameof(track.Name)}", track.Name, VrrpInstanceOptionsValidator.LongestName);
        problems.Range($"{field}.{nameof(track.Weight)}", track.Weight, -LargestWeight, LargestWeight);
        if (track is PeriodicTrackOptions periodic)
        {
            Periodic(field, periodic, problems);
        }

        switch (track)
        {
            case InterfaceTrackOptions link:
                problems.Interface($"{field}.{nameof(link.Interface)}", link.Interface);
                break;
            case ScriptTrackOptions script:
                HooksValidator.Program(field, script.Program, script.Arguments, script.User, problems);
                break;
            case ProcessTrackOptions process:
                Process(field, process, problems);
                break;
            case FileTrackOptions file:
                problems.AbsolutePath($"{field}.{nameof(file.Path)}", file.Path);
                break;
            case HttpTrackOptions http:
                Http(field, http, problems);
                break;
            case TcpTrackOptions tcp:
                problems.Text($"{field}.{nameof(tcp.Host)}", tcp.Host, 255);
                problems.Range($"{field}.{nameof(tcp.Port)}", tcp.Port, 1, IPEndPoint.MaxPort);
                break;
            case UpstreamTrackOptions upstream:
                problems.Text($"{field}.{nameof(upstream.Monitor)}", upstream.Monitor, 4096);
                if (upstream.Upstream is { } name)
                {
                    problems.Text($"{field}.{nameof(upstream.Upstream)}", name, 255);
                }

                problems.Range($"{field}.{nameof(upstream.MinimumHealthy)}", upstream.MinimumHealthy, 1, 1_000_000);
                break;
            case GatewayTrackOptions { Gateway: { } gateway }:
                if (InetAddress.FromIPAddress(gateway) is { IsMulticast: true } or { IsUnspecified: true } or { IsBroadcast: true } or { IsLoopback: true })
                {
                    problems.Add($"{field}.{nameof(GatewayTrackOptions.Gateway)}", gateway, "The address of one other host on the link is.");
                }

                break;
        }
    }

    private static void Periodic(string field, PeriodicTrackOptions track, OptionProblemList problems)
    {
        problems.Range($"{field}.{nameof(track.Interval)}", track.Interval, Shortest, Longest);
        if (track.Timeout is { } timeout)
        {
            problems.Range($"{field}.{nameof(track.Timeout)}", timeout, Shortest, Longest);
        }

        problems.Range($"{field}.{nameof(track.Rise)}", track.Rise, 1, 1_000_000);
        problems.Range($"{field}.{nameof(track.Fall)}", track.Fall, 1, 1_000_000);
    }

    private static void Process(string field, ProcessTrackOptions process, OptionProblemList problems)
    {
        if ((process.ProcessName is null) == (process.PidFile is null))
        {
            problems.Add(field, process.ProcessName ?? "neither", $"Exactly one of {nameof(process.ProcessName)} and {nameof(process.PidFile)} is.");
        }

        if (process.ProcessName is { } name)
        {
            problems.Text($"{field}.{nameof(process.ProcessName)}", name, 255);
            if (name.Contains('/'))
            {
                problems.Add($"{field}.{nameof(process.ProcessName)}", name, "The executable's name without its path is.");
            }
        }

        if (process.PidFile is { } file)
        {
            problems.AbsolutePath($"{field}.{nameof(process.PidFile)}", file);
        }

        problems.Range($"{field}.{nameof(process.Quorum)}", process.Quorum, 1, 65_535);
    }

    private static void Http(string field, HttpTrackOptions http, OptionProblemList problems)
    {
        if (!http.Uri.IsAbsoluteUri || (http.Uri.Scheme != Uri.UriSchemeHttp && http.Uri.Scheme != Uri.UriSchemeHttps) || http.Uri.UserInfo.Length != 0)
        {
            problems.Add($"{field}.{nameof(http.Uri)}", http.Uri.OriginalString, "A URL that begins with http:// or https:// is, without a user or password in it.");
        }

        problems.Range($"{field}.{nameof(http.MinimumStatus)}", http.MinimumStatus, 100, 599);
        problems.Range($"{field}.{nameof(http.MaximumStatus)}", http.MaximumStatus, http.MinimumStatus, 599);
        if (http.HostHeader is { } host)
        {
            problems.Text($"{field}.{nameof(http.HostHeader)}", host, 255);
        }
    }
}
