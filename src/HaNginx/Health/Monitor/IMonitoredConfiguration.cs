namespace NginxHa.Nginx.Health;

/// <summary>The configuration that a monitor watches and changes.</summary>
public interface IMonitoredConfiguration
{
    /// <summary>Its main file.</summary>
    string Path { get; }

    /// <summary>Whether somebody may have changed it since the last <see cref="Read"/>. Cheap.</summary>
    bool HasChanged();

    /// <summary>Its servers now.</summary>
    /// <exception cref="NginxHa.Nginx.Configuration.ConfigurationException">It cannot be read at the moment.</exception>
    IReadOnlyList<ConfiguredServer> Read();

    /// <summary>Carries out a plan on the configuration as it is now, and has nginx reload.</summary>
    /// <param name="plan">The plan; servers that are gone, or that a person has marked down, are passed over.</param>
    /// <param name="cancellationToken">Ends it before anything is changed.</param>
    /// <returns>How long the reload took; null when there was nothing to change or nginx does not run.</returns>
    /// <exception cref="NginxHa.Nginx.Control.NginxException">It could not be carried out; everything is as before.</exception>
    Task<TimeSpan?> ApplyAsync(MonitorPlan plan, CancellationToken cancellationToken);
}
