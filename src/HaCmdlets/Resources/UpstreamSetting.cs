using System.Globalization;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Resources;

/// <summary>A directive of an upstream that is not a server.</summary>
/// <param name="property">The property of the resource.</param>
/// <param name="isDirective">Tells the directive by its name.</param>
/// <param name="read">Its value; null when it is not there.</param>
/// <param name="format">A value as the text of the directive without its semicolon; null for none.</param>
/// <param name="standsBehindServers">nginx wants it behind the method.</param>
internal sealed class UpstreamSetting(
    string property, Func<string, bool> isDirective, Func<Upstream, object?> read, Func<object, string?> format, bool standsBehindServers)
{
    private const string RoundRobin = "round_robin";

    private static readonly string[] Methods = ["least_conn", "ip_hash", "hash", "random", "least_time", "fair", "sticky"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<UpstreamSetting> All { get; } =
    [
        new("Zone", name => name == "zone", upstream => upstream.Zone is null ? null : $"{upstream.Zone} {upstream.ZoneSize}".TrimEnd(), value => $"zone {value}", standsBehindServers: false),
        new("Method", Methods.Contains, upstream => upstream.Method, value => value is RoundRobin ? null : $"{value}", standsBehindServers: false),
        new("Keepalive", name => name == "keepalive", upstream => upstream.Keepalive, value => Invariant("keepalive", value), standsBehindServers: true),
        new("KeepaliveRequests", name => name == "keepalive_requests", upstream => upstream.KeepaliveRequests, value => Invariant("keepalive_requests", value), standsBehindServers: true),
        new("KeepaliveTimeout", name => name == "keepalive_timeout", upstream => upstream.KeepaliveTimeout?.TotalSeconds, value => "keepalive_timeout " + NginxTime.Format(TimeSpan.FromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture))), standsBehindServers: true),
    ];

    /// <summary>The property of the resource.</summary>
    public string Property { get; } = property;

    /// <summary>nginx wants it behind the method, so it is put behind the servers.</summary>
    public bool StandsBehindServers { get; } = standsBehindServers;

    /// <summary>Its value in an upstream; null when it is not there.</summary>
    public object? Read(Upstream upstream) => read(upstream);

    /// <summary>A value as the text of the directive; null for none.</summary>
    public string? Format(object? value) => value is null ? null : format(value);

    /// <summary>The directive; empty for none.</summary>
    public static string Directive(string? text) => text is null ? string.Empty : text + ";";

    /// <summary>Makes an upstream have it.</summary>
    public void Apply(UpstreamEdits edits, Upstream upstream, string? text)
    {
        ConfigurationDirective? found = null;
        foreach (ConfigurationDirective child in upstream.Directive.Children)
        {
            found = isDirective(child.Name) ? child : found;
        }

        ConfigurationEdit edit = edits.Of(upstream.Directive.File);
        if (found is { } directive)
        {
            if (text is null)
            {
                edit.Remove(directive);
            }
            else if (directive.ToString() != text)
            {
                edit.Replace(new TextChange(directive.Start, directive.End - directive.Start, Directive(text)));
            }
        }
        else if (text is not null && !StandsBehindServers && upstream.Servers.Count > 0 && ReferenceEquals(upstream.Servers[0].Directive.File, edit.File))
        {
            edit.InsertBefore(upstream.Servers[0].Directive, Directive(text));
        }
        else if (text is not null)
        {
            edit.Append(upstream.Directive, Directive(text));
        }
    }

    private static string Invariant(string name, object value) => FormattableString.Invariant($"{name} {value}");
}
