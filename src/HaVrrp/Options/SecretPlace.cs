namespace NginxHa.Vrrp.Options;

/// <summary>Where a secret is that a document names.</summary>
public enum SecretPlace
{
    /// <summary>In a file that nobody but root can read or change.</summary>
    File,

    /// <summary>In a credential that systemd gives to the service (<c>LoadCredential=</c>, <c>$CREDENTIALS_DIRECTORY</c>).</summary>
    Credential,
}
