namespace NginxHa.Nginx.Control;

/// <summary>A module that nginx was built with.</summary>
/// <param name="Name">As in configure: "http_ssl_module", "stream".</param>
/// <param name="Dynamic">It is a file of its own, to be loaded with load_module.</param>
public sealed record NginxModule(string Name, bool Dynamic)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
