using NginxHa.Tests.Simulation.Invariants;
using NginxHa.Tests.Simulation.Scenarios;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Simulation.World;

/// <summary>
/// Hosts that use the virtual addresses. Each remembers which node last announced an address (its ARP or neighbour cache) and
/// never asks by itself: what it believes is what nodes have told it.
/// </summary>
internal sealed class SimulatedClients
{
    private const int MaximumAddresses = 2;

    private readonly Simulator _simulator;
    private readonly int[,] _believed;

    /// <summary>The node that has to tell a client where an address is, as it can know that the client is wrong; or -1.</summary>
    private readonly int[][] _owedBy;

    /// <summary>That node learns of it by a packet that is on its way.</summary>
    private readonly bool[][] _isOnItsWay;

    public SimulatedClients(Simulator simulator)
    {
        _simulator = simulator;
        int addresses = simulator.Scenario.Routers.Length * MaximumAddresses;
        _believed = new int[simulator.Scenario.ClientCount, addresses];
        _owedBy = new int[simulator.Scenario.ClientCount][];
        _isOnItsWay = new bool[simulator.Scenario.ClientCount][];
        for (int client = 0; client < simulator.Scenario.ClientCount; client++)
        {
            _owedBy[client] = new int[addresses];
            _isOnItsWay[client] = new bool[addresses];
            Array.Fill(_owedBy[client], -1);
            for (int address = 0; address < addresses; address++)
            {
                _believed[client, address] = -1;
            }
        }
    }

    public void OnAnnounced(int node, int segment, InetAddress address)
    {
        (int router, int number) = Naming.FindVirtualAddress(_simulator.Scenario, address);
        if (router < 0)
        {
            return;
        }

        int place = (router * MaximumAddresses) + number;
        for (int client = 0; client < _simulator.Scenario.ClientCount; client++)
        {
            if (_simulator.Network.Reaches(segment, node, client))
            {
                if (_believed[client, place] != node)
                {
                    _simulator.Trace?.Note(_simulator.Now, node, $"is who client {client} asks for {address} now");
                }

                _believed[client, place] = node;
                _owedBy[client][place] = -1;
            }
        }
    }

    /// <summary>A node is master from now on: whom it does not reach, it cannot tell, and nobody can blame it.</summary>
    public void OnNewMaster(int node, int router)
    {
        int segment = _simulator.Scenario.Routers[router].Segment;
        for (int client = 0; client < _simulator.Scenario.ClientCount; client++)
        {
            bool mustReach = _simulator.Network.Reaches(segment, node, client) || !_simulator.Rules.Takes(Excuses.UnreachedClient);
            for (int number = 0; number < MaximumAddresses; number++)
            {
                int place = (router * MaximumAddresses) + number;
                _owedBy[client][place] = mustReach ? node : -1;
                _isOnItsWay[client][place] = false;
            }
        }
    }

    /// <summary>
    /// Two masters have met and <paramref name="winner"/> can know it, or will by a packet that is on its way: clients that it
    /// reaches and that believe another one have to be told.
    /// </summary>
    public void OnRivalMet(int winner, int router, bool isOnItsWay)
    {
        RouterDeclaration declaration = _simulator.Scenario.Routers[router];
        for (int client = 0; client < _simulator.Scenario.ClientCount; client++)
        {
            for (int number = 0; number < declaration.AddressCount; number++)
            {
                int place = (router * MaximumAddresses) + number;
                if (_believed[client, place] != winner && _simulator.Network.Reaches(declaration.Segment, winner, client))
                {
                    _isOnItsWay[client][place] = isOnItsWay && !(_owedBy[client][place] == winner && !_isOnItsWay[client][place]);
                    _owedBy[client][place] = winner;
                }
            }
        }
    }

    /// <summary>Ways have closed: whoever is beyond them cannot be told any more, even if it should have been a moment ago.</summary>
    public void OnWaysChanged()
    {
        if (!_simulator.Rules.Takes(Excuses.ClosedWay))
        {
            return;
        }

        foreach (RouterDeclaration router in _simulator.Scenario.Routers)
        {
            for (int client = 0; client < _simulator.Scenario.ClientCount; client++)
            {
                for (int number = 0; number < MaximumAddresses; number++)
                {
                    ref int owedBy = ref _owedBy[client][(router.Index * MaximumAddresses) + number];
                    owedBy = owedBy >= 0 && !_simulator.Network.Reaches(router.Segment, owedBy, client) ? -1 : owedBy;
                }
            }
        }
    }

    /// <summary>A machine stands still: what is on its way to it is lost.</summary>
    public void OnStalled(int node)
    {
        if (!_simulator.Rules.Takes(Excuses.LostNotice))
        {
            return;
        }

        for (int client = 0; client < _owedBy.Length; client++)
        {
            for (int place = 0; place < _owedBy[client].Length; place++)
            {
                if (_owedBy[client][place] == node && _isOnItsWay[client][place])
                {
                    _owedBy[client][place] = -1;
                }
            }
        }
    }

    /// <summary>The first client that should have been told where an address is, and was not.</summary>
    public string? FindMisled()
    {
        foreach (RouterDeclaration router in _simulator.Scenario.Routers)
        {
            int master = Array.FindIndex(_simulator.Nodes, node => node.States[router.Index] == VrrpState.Master);
            for (int client = 0; client < _simulator.Scenario.ClientCount && master >= 0; client++)
            {
                for (int number = 0; number < router.AddressCount; number++)
                {
                    int place = (router.Index * MaximumAddresses) + number;
                    if (_owedBy[client][place] == master && _believed[client, place] != master)
                    {
                        return $"client {client} asks node {_believed[client, place]} for {Naming.VirtualAddress(_simulator.Scenario, router, number)}, but node {master} is master";
                    }
                }
            }
        }

        return null;
    }

    /// <summary>After a refresh there is no excuse: a client that the master reaches and that believes another node, or null.</summary>
    public string? FindStale()
    {
        foreach (RouterDeclaration router in _simulator.Scenario.Routers)
        {
            int master = Array.FindIndex(_simulator.Nodes, node => node.States[router.Index] == VrrpState.Master);
            for (int client = 0; client < _simulator.Scenario.ClientCount && master >= 0; client++)
            {
                for (int number = 0; number < router.AddressCount && _simulator.Network.Reaches(router.Segment, master, client); number++)
                {
                    if (_believed[client, (router.Index * MaximumAddresses) + number] != master)
                    {
                        return $"client {client} still does not ask node {master} for {Naming.VirtualAddress(_simulator.Scenario, router, number)} after a refresh";
                    }
                }
            }
        }

        return null;
    }
}
