using System.Runtime.Versioning;
using NginxHa.Tests.Interop.Fixture;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(StaleNetworks))]

// Most of a test's time is waiting for a protocol's timers, so more of them run at once than there are processors.
[assembly: Parallelization(MaxThreads = 4)]

// Network namespaces are all that these tests are about.
[assembly: SupportedOSPlatform("linux")]
