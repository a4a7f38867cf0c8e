namespace NginxHa.Tests.Interop.Fixture;

/// <summary>
/// Tests that measure short times put <c>[Collection(TimingSensitive.Name)]</c> on their class: they run one by one while nothing
/// else does.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TimingSensitive
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "Timing";
}
