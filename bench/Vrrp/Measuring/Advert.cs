namespace NginxHa.Bench.Vrrp.Measuring;

/// <summary>An advertisement as it passed the wire.</summary>
/// <param name="Time">When the kernel took it, in nanoseconds since the Unix epoch.</param>
/// <param name="Link">Interface index where it was heard.</param>
/// <param name="Id">VRID.</param>
/// <param name="Priority">Priority.</param>
internal readonly record struct Advert(long Time, int Link, byte Id, byte Priority)
{
    /// <summary>The virtual router: interface and VRID.</summary>
    public (int Link, byte Id) Router => (Link, Id);
}
