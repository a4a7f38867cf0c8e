namespace NginxHa.Nginx.Upstreams;

/// <summary>Which part of nginx an upstream belongs to.</summary>
public enum UpstreamProtocol
{
    /// <summary>ngx_http_upstream_module: in an http block.</summary>
    Http,

    /// <summary>ngx_stream_upstream_module: in a stream block.</summary>
    Stream,
}
