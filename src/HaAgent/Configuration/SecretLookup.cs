using System.Text;
using NginxHa.Topology;
using NginxHa.Topology.Document.Shapes;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime.Background;

namespace NginxHa.Agent.Configuration;

/// <summary>Looks up the secrets that a document names, in files and credentials of this node.</summary>
/// <param name="credentialsFolder">Where systemd has put the service's credentials; null when it gave none.</param>
/// <param name="isRunning">Whether the agent is about to run; a check by hand has no credentials, which is no mistake of the document.</param>
internal sealed class SecretLookup(string? credentialsFolder, bool isRunning)
{
    /// <summary>Set by systemd for a service that has credentials (systemd.exec(5)).</summary>
    public const string CredentialsVariable = "CREDENTIALS_DIRECTORY";

    private const int LongestSecret = 4096;
    private readonly List<Finding> _findings = [];

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>The topology with every secret in its place, as far as they were found.</summary>
    public HaTopology Resolve(HaTopology topology) => topology with
    {
        Vrrp = topology.Vrrp.Authentication.SecretsWithheld
            ? topology.Vrrp with { Authentication = Resolve(topology.Vrrp.Authentication, "vrrp.authentication") }
            : topology.Vrrp,
        Instances = [.. topology.Instances.Select((instance, i) => instance.Authentication.SecretsWithheld ? Resolve(instance, $"instances[{i}]") : instance)],
    };

    private VrrpInstanceOptions Resolve(VrrpInstanceOptions instance, string path)
    {
        VrrpInstanceOptions resolved = instance with { Authentication = Resolve(instance.Authentication, path + ".authentication") };
        if (!resolved.Authentication.SecretsWithheld)
        {
            Check(resolved, path + ".authentication");
        }

        return resolved;
    }

    /// <summary>What was found has to be as good as what a document would hold.</summary>
    private void Check(VrrpInstanceOptions resolved, string path) => _findings.AddRange(VrrpInstanceOptionsValidator.Validate(resolved)
        .Select(problem => new Finding(FindingSeverity.Error, "SecretNotAllowed", problem.ToString()) { Subject = path }));

    /// <summary>Looks at the secrets that a cluster's instances have got.</summary>
    public void Check(NodeDeclaration node, string path)
    {
        foreach (VrrpInstanceOptions instance in node.Instances.Where(static instance => !instance.Authentication.SecretsWithheld).Take(1))
        {
            Check(instance, path);
        }
    }

    private VrrpAuthentication Resolve(VrrpAuthentication authentication, string path)
    {
        bool complete = true;
        ReadOnlyMemory<byte> secret = authentication.Secret;
        if (authentication.SecretSource is { } source)
        {
            complete &= TryRead(source, path + ".secret", out secret);
        }

        var keys = new Dictionary<byte, ReadOnlyMemory<byte>>(authentication.Keys);
        foreach ((byte id, SecretReference reference) in authentication.KeySources)
        {
            complete &= TryRead(reference, $"{path}.keys.{id}", out ReadOnlyMemory<byte> key);
            keys[id] = key;
        }

        return complete
            ? authentication with { Secret = secret, SecretSource = null, Keys = keys, KeySources = new Dictionary<byte, SecretReference>(), SecretsWithheld = false }
            : authentication;
    }

    private bool TryRead(SecretReference reference, string path, out ReadOnlyMemory<byte> secret)
    {
        secret = default;
        if (reference.Place == SecretPlace.Credential && credentialsFolder is null)
        {
            return Refuse(
                isRunning ? FindingSeverity.Error : FindingSeverity.Information,
                "CredentialsMissing",
                path,
                $"The {reference} cannot be looked up: systemd has given no credentials to this process.",
                "LoadCredential= in the unit gives a service credentials.");
        }

        string file = reference.Place == SecretPlace.File ? reference.Name : Path.Combine(credentialsFolder!, reference.Name);
        if (!File.Exists(file))
        {
            return Refuse(FindingSeverity.Error, "SecretMissing", path, $"The {reference} does not exist{(reference.Place == SecretPlace.Credential ? $" in '{credentialsFolder}'" : "")}.");
        }

        if (ProgramTrust.FindForeignWriter(file) is { } hand)
        {
            return Refuse(FindingSeverity.Error, "SecretNotTrusted", path, $"{hand}; nobody but root may change a secret.");
        }

        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        if (reference.Place == SecretPlace.File && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0)
        {
            return Refuse(FindingSeverity.Error, "SecretNotPrivate", path, $"'{file}' can be read by others than its owner.", "chmod 600 it.");
        }

        try
        {
            byte[] bytes = File.ReadAllBytes(file);
            string text = Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n');
            if (bytes.Length <= LongestSecret && ValueShapes.TryParseBytes(text, out secret) && !secret.IsEmpty)
            {
                return true;
            }

            return Refuse(FindingSeverity.Error, "SecretNotAllowed", path, $"The {reference} holds no secret: a text, or 'hex:' and an even number of hexadecimal digits, in one line.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refuse(FindingSeverity.Error, "SecretNotReadable", path, exception.Message);
        }
    }

    private bool Refuse(FindingSeverity severity, string id, string path, string message, string? remedy = null)
    {
        _findings.Add(new Finding(severity, id, message) { Subject = path, Remedy = remedy });
        return false;
    }
}
