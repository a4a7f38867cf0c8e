using NginxHa.Vrrp.Protocol;

namespace NginxHa.Installation.Online;

/// <summary>Who advertises a virtual router, by all that was heard of it.</summary>
internal sealed record HeardSender
{
    /// <summary>Its address.</summary>
    public required InetAddress Source { get; init; }

    /// <summary>It is this node.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>The node of the document that it is; null when it is none.</summary>
    public ExpectedPeer? Peer { get; init; }

    /// <summary>When it was heard first and last, from the beginning of the listening.</summary>
    public required (TimeSpan First, TimeSpan Last) Heard { get; init; }

    /// <summary>Why this node refuses the last one; None when it does not.</summary>
    public VrrpRefusal Refusal { get; init; }

    /// <summary>Version of the last one, 0 when it cannot be read; the rest of the message then says nothing.</summary>
    public int Version { get; init; }

    /// <summary>Priority of the last one.</summary>
    public byte Priority { get; init; }

    /// <summary>Interval of the last one.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>Addresses of the last one, sorted.</summary>
    public IReadOnlyList<InetAddress> Addresses { get; init; } = [];

    /// <summary>Name for messages.</summary>
    public string Name => Peer is null || Peer.Name == Source.ToString() ? Source.ToString() : $"{Peer.Name} ({Source})";

    /// <summary>It is a master: it does not say that it gives up.</summary>
    public bool IsMaster => Priority > VrrpConstants.StopPriority;
}
