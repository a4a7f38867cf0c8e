using NginxHa.Tests.Interop.Fixture;

[assembly: AssemblyFixture(typeof(StaleNetworks))]
