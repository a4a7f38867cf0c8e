namespace NginxHa.Bench.Vrrp.Contenders;

/// <summary>One virtual router, as both engines are told of it.</summary>
/// <param name="Name">Name, unique on the node.</param>
/// <param name="Interface">Interface it runs on.</param>
/// <param name="Id">VRID, unique on the interface.</param>
/// <param name="Priority">1-255; 255 is master at once.</param>
/// <param name="Address">Virtual address with its prefix length.</param>
internal sealed record InstanceSpec(string Name, string Interface, int Id, int Priority, string Address)
{
    /// <summary>Virtual routers 1 to <paramref name="count"/> on one interface.</summary>
    public static IReadOnlyList<InstanceSpec> Many(int count, int priority, string interfaceName = "eth0", int segment = 0) =>
        [.. Enumerable.Range(1, count).Select(id => new InstanceSpec(
            $"vr{segment}-{id}", interfaceName, id, priority, $"10.{128 + segment}.{id}.1/32"))];
}
