namespace NginxHa.Tests.ModuleTests;

/// <summary>Tests that look at, or change, the state of the whole process: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcess
{
    public const string Name = "Whole process";
}
