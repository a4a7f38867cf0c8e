namespace NginxHa.Cmdlets.Publishing;

/// <summary>A virtual IP that is not where it should be.</summary>
/// <param name="Text">Who has it and who should, for people.</param>
/// <param name="IsOutage">Nobody has it, or nodes that hear one another have it at once; otherwise only the wrong one has it.</param>
internal sealed record OwnershipProblem(string Text, bool IsOutage);
