using System.Net;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>A node got or lost an address.</summary>
/// <param name="Timestamp">When this was heard, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> counts.</param>
/// <param name="Node">The node.</param>
/// <param name="Address">The address.</param>
/// <param name="IsAdded">Got, or lost.</param>
public sealed record OwnershipChange(long Timestamp, TestNode Node, IPAddress Address, bool IsAdded);
