using System.Security.Cryptography;
using NginxHa.Platform;

namespace NginxHa.Installation.Sources;

/// <summary>Lets only archives through whose checksum or signature is good.</summary>
internal static class ArchiveVerifier
{
    public static string Sha256(string path)
    {
        using FileStream stream = File.OpenRead(path);
#pragma warning disable CA1308 // Checksums are written in lower case.
        return Convert.ToHexString(SHA256.HashData(stream)).ToLowerInvariant();
#pragma warning restore CA1308
    }

    /// <summary>Verifies a private copy of an archive.</summary>
    /// <param name="build">What is built from it.</param>
    /// <param name="copy">The copy, which nobody else can write.</param>
    /// <param name="signature">Private copy of a signature; null for none.</param>
    /// <param name="workFolder">Private folder for a keyring.</param>
    /// <param name="runner">Runs gpg.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The archive's SHA-256.</returns>
    public static async Task<string> VerifyAsync(SourceBuild build, string copy, string? signature, string workFolder, ICommandRunner runner, CancellationToken cancellationToken)
    {
        string sum = Sha256(copy);
        string name = Path.GetFileName(copy);
        bool listed = build.Checksums.Any(known => string.Equals(known, sum, StringComparison.OrdinalIgnoreCase));
        bool published = SourceCatalogue.Releases.Any(release => release.Component == build.Component && release.Version == build.Version && release.Sha256 == sum);
        if (listed || (published && build.SignatureKeyPath is null))
        {
            return sum;
        }

        if (build.SignatureKeyPath is null)
        {
            string? expected = SourceCatalogue.Releases.FirstOrDefault(release => release.Component == build.Component && release.Version == build.Version)?.Sha256;
            throw new InstallationException(
                InstallationFailure.NotVerified,
                expected is null
                    ? $"'{name}' has the SHA-256 {sum}, which is not known here; compare it with what the publisher says and give it with -Checksum, or give the publisher's key with -SignatureKey."
                    : $"'{name}' has the SHA-256 {sum}, but {SourceCatalogue.Name(build.Component)} {build.Version} has {expected}: it is damaged or not the original.");
        }

        if (signature is null)
        {
            throw new InstallationException(InstallationFailure.NotFound, $"There is no signature ('{name}.asc' or '{name}.sig') beside '{name}'.");
        }

        string keyring = Directory.CreateDirectory(Path.Combine(workFolder, "keyring")).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(keyring, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        foreach (SystemCommand command in (SystemCommand[])[BuildCommands.ImportKeys(keyring, build.SignatureKeyPath), BuildCommands.VerifySignature(keyring, signature, copy)])
        {
            CommandOutcome outcome = await runner.RunAsync(command, null, cancellationToken).ConfigureAwait(false);
            if (!outcome.Succeeded)
            {
                throw new InstallationException(InstallationFailure.NotVerified, $"The signature of '{name}' is not good: {InstallationException.For(command, outcome).Message}");
            }
        }

        return sum;
    }
}
