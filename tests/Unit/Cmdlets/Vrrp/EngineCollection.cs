namespace NginxHa.Tests.Unit.Cmdlets.Vrrp;

/// <summary>Tests that put a fake engine behind the cmdlets, which is one for the process: one at a time.</summary>
[CollectionDefinition(Name)]
public sealed class EngineCollection
{
    public const string Name = "Cmdlets over a fake engine";
}
