using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Nginx.Configuration;

/// <summary>
/// Finds what nginx would refuse beyond bare syntax, as far as that can be known without nginx: it says all of it, where
/// nginx stops at the first.
/// </summary>
public static class ConfigurationChecker
{
    /// <summary>nginx reads through a buffer of 4096 bytes; what it has of a word must leave room in it.</summary>
    internal const int LongestWord = 4095;

    /// <summary>Directives of the core modules that always have a block, wherever they stand.</summary>
    private static readonly FrozenSet<string> Blocks =
        FrozenSet.ToFrozenSet(["events", "http", "stream", "mail", "location", "upstream", "map", "geo", "types", "split_clients", "limit_except", "if"]);

    /// <summary>Directives of the core modules that never have one.</summary>
    private static readonly FrozenSet<string> Simple = FrozenSet.ToFrozenSet(
    [
        "listen", "server_name", "root", "alias", "index", "try_files", "return", "rewrite", "set", "include", "proxy_pass",
        "proxy_set_header", "proxy_http_version", "fastcgi_pass", "access_log", "error_log", "log_format", "user",
        "worker_processes", "worker_connections", "pid", "ssl_certificate", "ssl_certificate_key", "ssl_protocols", "gzip",
        "sendfile", "keepalive_timeout", "client_max_body_size", "default_type", "add_header", "allow", "deny", "expires",
    ]);

    /// <summary>Blocks whose content are keys of the user's own, not directives.</summary>
    private static readonly FrozenSet<string> FreeContent = FrozenSet.ToFrozenSet(["map", "geo", "types", "split_clients", "charset_map", "match"]);

    /// <summary>What is wrong, syntax and includes first, then the rest in the order of the files.</summary>
    /// <param name="configuration">A configuration read in tolerant mode.</param>
    public static IReadOnlyList<ConfigurationDiagnostic> Check(ConfigurationSet configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var found = new List<ConfigurationDiagnostic>(configuration.Diagnostics);
        foreach (ConfigurationFile file in configuration.Files)
        {
            CheckFile(file, found);
        }

        CheckUpstreams(configuration, found);
        return found;
    }

    private static void CheckFile(ConfigurationFile file, List<ConfigurationDiagnostic> found)
    {
        if (file.HasByteOrderMark)
        {
            found.Add(new ConfigurationDiagnostic(file.Path, 1, 1, "the file begins with a byte order mark, which nginx takes for a part of the first directive"));
        }

        int free = 0;
        for (int i = 0; i < file.Count; i++)
        {
            ConfigurationDirective directive = file[i];
            foreach (ConfigurationWord word in directive.Words)
            {
                int held = word.Quote is null ? word.Length : word.Length - 1;
                if (held > LongestWord && !directive.IsRawBlock)
                {
                    string begin = Encoding.UTF8.GetString(word.RawBytes[..10]);
                    found.Add(At(directive, $"too long parameter \"{begin}...\""));
                }
            }

            if (i < free)
            {
                continue;
            }

            string name = directive.Name;
            if (directive.HasBlock && FreeContent.Contains(name))
            {
                free = directive.SubtreeEnd;
            }

            if (!directive.IsClosed)
            {
                continue;
            }

            if (!directive.HasBlock && Blocks.Contains(name))
            {
                found.Add(At(directive, $"directive \"{name}\" has no opening \"{{\""));
            }
            else if (directive.HasBlock && Simple.Contains(name))
            {
                found.Add(At(directive, $"directive \"{name}\" is not terminated by \";\""));
            }
        }
    }

    private static void CheckUpstreams(ConfigurationSet configuration, List<ConfigurationDiagnostic> found)
    {
        var names = new HashSet<(UpstreamProtocol, string)>();
        IReadOnlyList<Upstream> upstreams;
        try
        {
            upstreams = UpstreamReader.Read(configuration);
        }
        catch (ConfigurationException e)
        {
            found.Add(e.Diagnostic);
            return;
        }

        foreach (Upstream upstream in upstreams)
        {
            if (!names.Add((upstream.Protocol, upstream.Name)))
            {
                found.Add(At(upstream.Directive, $"duplicate upstream \"{upstream.Name}\""));
            }

            if (upstream.Servers.Count == 0)
            {
                found.Add(At(upstream.Directive, $"no servers are inside upstream \"{upstream.Name}\""));
            }

            foreach (UpstreamServer server in upstream.Servers)
            {
                CheckServer(upstream, server, found);
            }

            if (upstream.Servers.Count > 0 && upstream.Servers.All(server => server.Down))
            {
                found.Add(At(upstream.Directive, $"every server of upstream \"{upstream.Name}\" is down") with { Severity = DiagnosticSeverity.Warning });
            }
        }
    }

    private static void CheckServer(Upstream upstream, UpstreamServer server, List<ConfigurationDiagnostic> found)
    {
        var refused = new List<string>();
        UpstreamReader.ReadServer(upstream, server.Directive, refused);
        foreach (string parameter in refused)
        {
            found.Add(At(server.Directive, parameter == server.Address
                ? $"invalid server address \"{parameter}\" in upstream; allowed is {ServerAddress.Allowed}"
                : $"invalid parameter \"{parameter}\""));
        }

        if (upstream.Protocol == UpstreamProtocol.Stream && server is { Host: not null, Port: null })
        {
            found.Add(At(server.Directive, string.Create(CultureInfo.InvariantCulture, $"no port in upstream \"{server.Address}\"")));
        }
    }

    private static ConfigurationDiagnostic At(ConfigurationDirective directive, string reason) =>
        new(directive.File.Path, directive.Line, directive.Column, reason);
}
