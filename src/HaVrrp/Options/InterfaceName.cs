namespace NginxHa.Vrrp.Options;

/// <summary>What the system takes as the name of a network interface.</summary>
internal static class InterfaceName
{
    /// <summary>IFNAMSIZ of linux/if.h without the closing zero.</summary>
    public const int LongestOnLinux = 15;

    /// <summary>IF_MAX_STRING_SIZE of ifdef.h: Windows aliases are free text.</summary>
    private const int LongestOnWindows = 256;

    public static string Allowed => OperatingSystem.IsWindows()
        ? $"An interface alias of 1 to {LongestOnWindows} characters is."
        : $"An interface name of 1 to {LongestOnLinux} characters without blanks, '/' and ':' is.";

    public static bool IsValid(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name is "." or "..")
        {
            return false;
        }

        if (OperatingSystem.IsWindows())
        {
            return name.Length <= LongestOnWindows;
        }

        // dev_valid_name() of the kernel, and visible ASCII only: anything else is a typing error.
        return name.Length <= LongestOnLinux
            && !name.AsSpan().ContainsAny('/', ':')
            && !name.AsSpan().ContainsAnyExceptInRange('!', '~');
    }
}
