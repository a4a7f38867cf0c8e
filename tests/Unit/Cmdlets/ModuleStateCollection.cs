namespace NginxHa.Tests.Unit.Cmdlets;

/// <summary>
/// Tests that replace or use what the module has once a process - the engine, the agent, the machine, the ways to hosts, what
/// it cleans up - run one after the other, whichever of them they replace: cmdlets reach for several at once.
/// </summary>
[CollectionDefinition(Name)]
public sealed class ModuleStateCollection
{
    public const string Name = "State of the module";
}
