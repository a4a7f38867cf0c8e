namespace NginxHa.Control;

/// <summary>How a <see cref="ControlClient"/> finds the agent, and how long it waits.</summary>
public sealed record ControlClientSettings
{
    /// <summary>Absolute path of the socket, or name of the pipe on Windows.</summary>
    public string Address { get; init; } = ControlAddress.Current;

    /// <summary>Longest time until a connection stands and the agent has said who it is.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Longest time that the answer to a request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time after which a connection that nobody uses is closed; the next request opens another.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Clock of the limits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
