namespace NginxHa.Vrrp.Protocol;

/// <summary>
/// The advertisement interval between its wire form and time: whole seconds in VRRPv2 (RFC 3768 section 5.3.7),
/// centiseconds in VRRPv3 (RFC 9568 section 5.2.7).
/// </summary>
public static class VrrpInterval
{
    /// <summary>The length of one unit: 1 s or 10 ms.</summary>
    /// <param name="version">The protocol version.</param>
    public static TimeSpan Unit(VrrpVersion version) =>
        version == VrrpVersion.V2 ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(10);

    /// <summary>The longest interval in units: 255 s or 4095 cs (40.95 s).</summary>
    /// <param name="version">The protocol version.</param>
    public static int MaximumUnits(VrrpVersion version) => version == VrrpVersion.V2
        ? VrrpConstants.MaximumIntervalSecondsV2
        : VrrpConstants.MaximumIntervalCentisecondsV3;

    /// <summary>The time of so many units.</summary>
    /// <param name="version">The protocol version.</param>
    /// <param name="units">Seconds in VRRPv2, centiseconds in VRRPv3.</param>
    public static TimeSpan ToTimeSpan(VrrpVersion version, int units) => Unit(version) * units;

    /// <summary>The units of an interval that the version can say exactly.</summary>
    /// <param name="version">The protocol version.</param>
    /// <param name="interval">1 s to 255 s in whole seconds, or 0.01 s to 40.95 s in whole centiseconds.</param>
    /// <param name="units">The number for the packet, or 0.</param>
    /// <returns>False if the interval is out of range or between two units.</returns>
    public static bool TryToUnits(VrrpVersion version, TimeSpan interval, out int units)
    {
        long unit = Unit(version).Ticks;
        long count = interval.Ticks / unit;
        bool exact = count >= 1 && count <= MaximumUnits(version) && count * unit == interval.Ticks;
        units = exact ? (int)count : 0;
        return exact;
    }
}
