namespace NginxHa.Vrrp.Options;

/// <summary>One thing wrong with declared options.</summary>
/// <param name="Field">The option's name, for example <c>AdvertisementInterval</c>, with an index where it is in a list.</param>
/// <param name="Value">The value that was given, as text; never a secret.</param>
/// <param name="Allowed">What is allowed instead, as a sentence.</param>
public sealed record OptionProblem(string Field, string? Value, string Allowed)
{
    /// <summary>One sentence with all three.</summary>
    public override string ToString() => $"{Field}: '{Value}' is not allowed. {Allowed}";
}
