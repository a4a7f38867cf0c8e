namespace NginxHa.Tests.Interop.Fixture;

/// <summary>Frames that the switch loses, in one direction.</summary>
/// <param name="From">Node that sends them, or null for any.</param>
/// <param name="To">Node that would get them, or null for any.</param>
/// <param name="Percent">1-100.</param>
/// <param name="Protocol">IPv4 protocol that is lost, for example 112; null for every frame.</param>
public sealed record Loss(TestNode? From, TestNode? To, int Percent = 100, byte? Protocol = null);
