namespace NginxHa.Tests.Unit.Cmdlets.Publishing;

/// <summary>Tests that replace the ways to hosts do so one after the other.</summary>
[CollectionDefinition(Name)]
public class FleetCollection
{
    public const string Name = "fleet";
}
