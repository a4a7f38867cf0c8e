using System.Collections;
using System.Net.NetworkInformation;

namespace NginxHa.Cmdlets.Completion;

/// <summary>Completes the names of this machine's network interfaces.</summary>
public sealed class InterfaceCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Description)> GetNames(IDictionary boundParameters)
    {
        foreach (NetworkInterface adapter in NetworkInterface.GetAllNetworkInterfaces())
        {
            IEnumerable<string> addresses = adapter.GetIPProperties().UnicastAddresses.Select(entry => entry.Address.ToString());
            yield return (adapter.Name, $"{adapter.Name}: {adapter.OperationalStatus}, {string.Join(", ", addresses)}");
        }
    }
}
