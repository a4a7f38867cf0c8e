using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Contenders;

/// <summary>An engine that can be started on a node.</summary>
internal interface IContender
{
    /// <summary>Its name in tables and plots.</summary>
    string Name { get; }

    /// <summary>Version and build, for the head of the report.</summary>
    string Describe();

    /// <summary>Starts it; it runs on when this returns, whether ready or not.</summary>
    EngineProcess Start(TestNode node, Workload workload);
}
