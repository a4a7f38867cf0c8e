using System.Collections;
using System.Net.NetworkInformation;
using NginxHa.Vrrp.Networking;

namespace NginxHa.Cmdlets.Completion;

/// <summary>Completes the names of network interfaces: those of the namespace that <c>-NetworkNamespace</c> names, or of the process.</summary>
public sealed class InterfaceCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Description)> GetNames(IDictionary boundParameters)
    {
        ArgumentNullException.ThrowIfNull(boundParameters);
        string? networkNamespace = boundParameters["NetworkNamespace"]?.ToString();
        try
        {
            return NetworkNamespace.Run(networkNamespace, Describe);
        }
        catch (Exception exception) when (exception is NetworkException or PlatformNotSupportedException or NetworkInformationException)
        {
            return [];
        }
    }

    private static List<(string Name, string Description)> Describe()
    {
        var names = new List<(string, string)>();
        foreach (NetworkInterface adapter in NetworkInterface.GetAllNetworkInterfaces())
        {
            IEnumerable<string> addresses = adapter.GetIPProperties().UnicastAddresses.Select(entry => entry.Address.ToString());
            names.Add((adapter.Name, $"{adapter.Name}: {adapter.OperationalStatus}, {string.Join(", ", addresses)}"));
        }

        return names;
    }
}
