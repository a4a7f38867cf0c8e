namespace NginxHa.Vrrp.Runtime;

/// <summary>A track at one moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Interface, Script, Process, File, Http, Tcp, Gateway, Upstream, Callback.</param>
/// <param name="IsUp">Up, down, or null while no result is there.</param>
/// <param name="Weight">Weight.</param>
/// <param name="Contribution">What it adds to the priority now.</param>
/// <param name="Detail">Last reason or measurement, or null.</param>
/// <param name="LastChecked">Wall-clock time of the last result, or null.</param>
public sealed record TrackStatus(
    string Name, string Kind, bool? IsUp, int Weight, int Contribution, string? Detail, DateTimeOffset? LastChecked);
