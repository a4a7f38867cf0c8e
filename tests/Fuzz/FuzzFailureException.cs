namespace NginxHa.Fuzz;

/// <summary>What must hold for every input does not hold for one.</summary>
public sealed class FuzzFailureException(string message) : Exception(message);
