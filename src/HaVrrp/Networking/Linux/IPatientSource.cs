namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>A descriptor of which much may come in a short time, and for which a millisecond is no matter.</summary>
internal interface IPatientSource : IReadySource
{
    /// <summary>As <see cref="IReadySource.Drain"/>.</summary>
    /// <returns>Whether there was anything.</returns>
    bool TryDrain(INetworkEvents events);
}
