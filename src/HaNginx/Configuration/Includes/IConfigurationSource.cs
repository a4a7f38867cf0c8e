namespace NginxHa.Nginx.Configuration;

/// <summary>Where configuration files are read from: a disk, or the output of <c>nginx -T</c>.</summary>
public interface IConfigurationSource
{
    /// <summary>The bytes of a file.</summary>
    /// <param name="path">Absolute path.</param>
    /// <exception cref="ConfigurationException">It cannot be opened; the reason is in nginx's words.</exception>
    byte[] Read(string path);

    /// <summary>The files that match a pattern, sorted by bytes as nginx's glob does; none is no error.</summary>
    /// <param name="pattern">Absolute path with *, ? or [ ] in any part.</param>
    IReadOnlyList<string> Glob(string pattern);
}
