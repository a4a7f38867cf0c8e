namespace NginxHa.Nginx.Upstreams;

/// <summary>Who marked a server down.</summary>
public enum DownOrigin
{
    /// <summary>Nobody: the server is in use.</summary>
    None,

    /// <summary>A person: only a person takes it back.</summary>
    Person,

    /// <summary>The health monitor, which left its mark behind the directive and takes it back when the server is well.</summary>
    Monitor,
}
