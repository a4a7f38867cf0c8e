namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>A descriptor that the poll waits on.</summary>
internal interface IReadySource
{
    /// <summary>The descriptor.</summary>
    int Number { get; }

    /// <summary>Takes what is there without waiting and hands it over. Called although there is nothing, it does nothing.</summary>
    void Drain(INetworkEvents events);
}
