namespace NginxHa.Installation.Planning;

/// <summary>One step of an installation or a removal. Steps are decided beforehand; a step that has nothing to do is left out.</summary>
/// <param name="Description">What it does, as an order: "Install the packages nginx, keepalived".</param>
public abstract record InstallationStep(string Description);
