namespace NginxHa.Vrrp.Protocol.Capture;

/// <summary>One frame of a capture file.</summary>
/// <param name="Time">When it was captured.</param>
/// <param name="LinkType">What the frame starts with (the LINKTYPE_ registry of tcpdump.org); see <see cref="LinkLayer"/>.</param>
/// <param name="Data">The bytes captured, at most the length of the snapshot.</param>
/// <param name="OriginalLength">The bytes that the frame had on the wire.</param>
public sealed record CapturedFrame(DateTimeOffset Time, int LinkType, ReadOnlyMemory<byte> Data, int OriginalLength);
