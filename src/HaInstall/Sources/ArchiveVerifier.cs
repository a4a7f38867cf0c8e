using System.Security.Cryptography;
using NginxHa.Platform;

namespace NginxHa.Installation.Sources;

/// <summary>Lets only archives through whose checksum or signature is good.</summary>
internal static class ArchiveVerifier
{
    private const string StatusMark = "[GNUPG:] ";
    private static readonly string[] Doubts = ["BADSIG", "ERRSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG", "NODATA"];

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

        // What is known are the archives with the source; Windows has another.
        string? expected = SourceCatalogue.VersionOf(build.Component, name) is null
            ? null
            : SourceCatalogue.Releases.FirstOrDefault(release => release.Component == build.Component && release.Version == build.Version)?.Sha256;
        if (listed || (expected == sum && build.SignatureKeyPath is null))
        {
            return sum;
        }

        if (build.SignatureKeyPath is null)
        {
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

        await RunAsync(BuildCommands.ImportKeys(keyring, build.SignatureKeyPath), $"The keys in '{build.SignatureKeyPath}' cannot be read", runner, cancellationToken).ConfigureAwait(false);
        SystemCommand verify = BuildCommands.VerifySignature(keyring, signature, copy);
        CommandOutcome outcome = await RunAsync(verify, $"The signature of '{name}' is not good", runner, cancellationToken).ConfigureAwait(false);

        // gpg ends with 0 when a signature is right and its key has expired.
        return IsGood(outcome.Output)
            ? sum
            : throw new InstallationException(InstallationFailure.NotVerified, $"The signature of '{name}' is not good: it, or the key that it was made with, has expired or was revoked. gpg said:\n{outcome.Error.Trim()}");
    }

    /// <summary>Whether gpg's words for programs (doc/DETAILS) tell of a good signature and of none that is not.</summary>
    internal static bool IsGood(IEnumerable<string> status)
    {
        string[] words = [.. status.Where(line => line.StartsWith(StatusMark, StringComparison.Ordinal)).Select(line => line[StatusMark.Length..].Split(' ')[0])];
        return words.Contains("GOODSIG") && words.Contains("VALIDSIG") && !words.Intersect(Doubts).Any();
    }

    private static async Task<CommandOutcome> RunAsync(SystemCommand command, string failure, ICommandRunner runner, CancellationToken cancellationToken)
    {
        CommandOutcome outcome = await runner.RunAsync(command, null, cancellationToken).ConfigureAwait(false);
        if (outcome.Ending == CommandEnding.NotStarted)
        {
            throw new InstallationException(InstallationFailure.NotFound, "Signatures are verified by gpg, which is not installed; install it (gnupg, gnupg2), or give the archive's SHA-256 with -Checksum.");
        }

        return outcome.Succeeded ? outcome : throw new InstallationException(InstallationFailure.NotVerified, $"{failure}: {InstallationException.For(command, outcome).Message}");
    }
}
