using System.Net;
using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Simulation.World;

/// <summary>Addresses and names: documentation networks, one a segment.</summary>
internal static class Naming
{
    private const int MaximumNodes = 8;
    private const int MaximumRouters = 2;
    private const int MaximumAddresses = 2;

    private static readonly InetAddress[] NodesV4 = Table(2 * MaximumNodes, static i => InetAddress.FromIPv4(NetworkOf(i / MaximumNodes) + 10u + (uint)(i % MaximumNodes)));
    private static readonly InetAddress[] NodesV6 = Table(2 * MaximumNodes, static i => LinkLocal(0x10u + (uint)i));
    private static readonly InetAddress[] VirtualV4 = Table(2 * MaximumRouters * MaximumAddresses, static i => InetAddress.FromIPv4(NetworkOf(i / 4) + 100u + (uint)(i % 4)));
    private static readonly InetAddress[] VirtualV6 = Table(2 * MaximumRouters * MaximumAddresses, static i => LinkLocal(0x100u + (uint)i));
    private static readonly string[] RouterNames = ["first", "second"];

    public static InetAddress NodeAddress(Scenario scenario, int segment, int node) =>
        (scenario.IsIPv6 ? NodesV6 : NodesV4)[(segment * MaximumNodes) + node];

    public static InetAddress VirtualAddress(Scenario scenario, RouterDeclaration router, int number) =>
        (scenario.IsIPv6 ? VirtualV6 : VirtualV4)[PlaceOf(router, number)];

    public static string RouterName(int router) => RouterNames[router];

    public static int FindRouter(string name) => Array.IndexOf(RouterNames, name);

    public static int FindRouter(Scenario scenario, byte virtualRouterId) => virtualRouterId - scenario.Routers[0].VirtualRouterId;

    /// <summary>The router that has the address, and the address's number; -1 when none has.</summary>
    public static (int Router, int Number) FindVirtualAddress(Scenario scenario, InetAddress address)
    {
        foreach (RouterDeclaration router in scenario.Routers)
        {
            for (int number = 0; number < router.AddressCount; number++)
            {
                if (VirtualAddress(scenario, router, number) == address)
                {
                    return (router.Index, number);
                }
            }
        }

        return (-1, -1);
    }

    public static IPAddress ToIPAddress(InetAddress address) => address.ToIPAddress();

    private static int PlaceOf(RouterDeclaration router, int number) => (router.Segment * 4) + (router.Index * MaximumAddresses) + number;

    private static uint NetworkOf(int segment) => segment == 0 ? 0xC000_0200 : 0xC633_6400;

    private static InetAddress LinkLocal(uint number) => InetAddress.FromIPv6(new UInt128(0xFE80_0000_0000_0000, number));

    private static InetAddress[] Table(int count, Func<int, InetAddress> make) => [.. Enumerable.Range(0, count).Select(make)];
}
