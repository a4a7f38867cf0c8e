using System.Net;
using System.Net.NetworkInformation;

namespace NginxHa.Topology;

/// <summary>What a machine knows about itself, to find its own entry in a document.</summary>
public sealed record LocalIdentity
{
    private const string MachineIdPath = "/etc/machine-id";

    /// <summary>Host name, with or without domain.</summary>
    public required string HostName { get; init; }

    /// <summary>Machine id; null where there is none.</summary>
    public string? MachineId { get; init; }

    /// <summary>Addresses of its interfaces.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>Asks the machine.</summary>
    public static LocalIdentity Read() => new()
    {
        HostName = Dns.GetHostName(),
        MachineId = ReadMachineId(),
        Addresses = [.. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(address => WithoutScope(address.Address))
            .Where(address => !IPAddress.IsLoopback(address))],
    };

    private static string? ReadMachineId()
    {
        try
        {
            return File.Exists(MachineIdPath) && File.ReadAllText(MachineIdPath).Trim() is { Length: > 0 } id ? id : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IPAddress WithoutScope(IPAddress address) => new(address.GetAddressBytes());
}
