namespace NginxHa.Nginx.Configuration;

/// <summary>Bytes that take the place of others.</summary>
/// <param name="Start">Offset of the first byte that goes.</param>
/// <param name="Length">How many go; 0 to insert.</param>
/// <param name="Replacement">What comes in their place; empty to remove.</param>
public readonly record struct TextChange(int Start, int Length, string Replacement)
{
    /// <summary>Offset after the last byte that goes.</summary>
    public int End => Start + Length;
}
