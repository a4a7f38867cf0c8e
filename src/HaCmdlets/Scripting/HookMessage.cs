namespace NginxHa.Cmdlets.Scripting;

/// <summary>Something that a script hook said.</summary>
/// <param name="Time">When.</param>
/// <param name="Hook">The hook, as its parameter: OnMaster.</param>
/// <param name="Level">Its weight.</param>
/// <param name="Text">What it said.</param>
public sealed record HookMessage(DateTimeOffset Time, string Hook, HookMessageLevel Level, string Text)
{
    /// <summary>All of it in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Time:HH:mm:ss.fff} {Hook} {Level}: {Text}");
}
