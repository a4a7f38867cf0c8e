namespace NginxHa.Vrrp.Options;

/// <summary>
/// A secret that a document names instead of holding it. Only the agent looks it up, on its own node.
/// </summary>
/// <param name="Place">Where it is.</param>
/// <param name="Name">Absolute path of the file, or name of the credential.</param>
public sealed record SecretReference(SecretPlace Place, string Name)
{
    /// <summary>Such as <c>file '/etc/nginxha/vrrp.key'</c>; never the secret.</summary>
    public override string ToString() => $"{(Place == SecretPlace.File ? "file" : "credential")} '{Name}'";
}
