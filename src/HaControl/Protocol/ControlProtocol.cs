namespace NginxHa.Control.Protocol;

/// <summary>Constants of the control protocol; docs/control-protocol.md describes it.</summary>
internal static class ControlProtocol
{
    /// <summary>The version that this side speaks. Every change of a request, a reply or an option raises it.</summary>
    public const int Version = 1;

    /// <summary>Most bytes of a line with its line feed, in either direction.</summary>
    public const int LongestLine = 1024 * 1024;

    /// <summary>Largest request id: the largest whole number that every JSON reader keeps exactly.</summary>
    public const long LargestId = (1L << 53) - 1;

    /// <summary>Version of agent and module, such as 0.1.0.</summary>
    public static string ProgramVersion { get; } = typeof(ControlProtocol).Assembly.GetName().Version!.ToString(3);
}
