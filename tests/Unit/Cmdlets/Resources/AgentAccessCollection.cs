namespace NginxHa.Tests.Unit.Cmdlets.Resources;

/// <summary>Tests that replace the agent of the process do so one after the other.</summary>
[CollectionDefinition(Name)]
public class AgentAccessCollection
{
    public const string Name = "agent access";
}
