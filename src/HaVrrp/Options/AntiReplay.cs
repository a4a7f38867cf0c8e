namespace NginxHa.Vrrp.Options;

/// <summary>How the HMAC trailer's sequence number is judged.</summary>
public enum AntiReplay : byte
{
    /// <summary>Newer than the last one and within a window of the wall clock.</summary>
    Time,

    /// <summary>Newer than the last one; clocks need not agree.</summary>
    Monotonic,
}
