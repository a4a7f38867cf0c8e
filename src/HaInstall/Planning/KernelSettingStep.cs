namespace NginxHa.Installation.Planning;

/// <summary>Keeps kernel settings in the file of this module, beside those that are in it already.</summary>
/// <param name="Description">What it does.</param>
/// <param name="Settings">Values by name.</param>
public sealed record KernelSettingStep(string Description, IReadOnlyList<KeyValuePair<string, string>> Settings) : InstallationStep(Description);
