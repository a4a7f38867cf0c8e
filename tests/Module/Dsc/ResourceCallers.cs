namespace NginxHa.Tests.Dsc;

/// <summary>Everybody who uses the resources.</summary>
public static class ResourceCallers
{
    /// <summary>As PSDesiredStateConfiguration calls.</summary>
    public const string Class = "PSDesiredStateConfiguration";

    /// <summary>As DSC v3 calls.</summary>
    public const string Adapter = "DSC v3";

    /// <summary>Their names.</summary>
    public static TheoryData<string> Names => [Class, Adapter];

    internal static IResourceCaller Of(string name) =>
        name == Class ? new ClassCaller(ModuleTests.Repository.Manifest) : new AdapterReplay(ModuleTests.Repository.Manifest);
}
