using NginxHa.Installation;
using NginxHa.Installation.Sources;
using NginxHa.Platform;

namespace NginxHa.Tests.Unit.Installation;

/// <summary>Signatures of archives, made and verified by gpg with keyrings of their own.</summary>
public sealed class SignatureTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nha-gpg-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Archive => Path.Combine(_folder, "nginx-1.28.9.tar.gz");

    private string Ring => Path.Combine(_folder, "ring");

    public async ValueTask InitializeAsync()
    {
        bool there = (await ProcessCommandRunner.Instance.RunAsync(new SystemCommand("gpg", "--version"), null, Token)).Succeeded;
        Assert.SkipUnless(there || Environment.IsPrivilegedProcess, "There is no gpg, and this is not root.");
        Directory.CreateDirectory(Ring);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Ring, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await File.WriteAllTextAsync(Archive, "an archive", Token);
    }

    public async ValueTask DisposeAsync()
    {
        await ProcessCommandRunner.Instance.RunAsync(new SystemCommand("gpgconf", "--homedir", Ring, "--kill", "all"), null, CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_good_signature_and_one_of_another_key_and_one_of_another_file()
    {
        string publisher = await MakeKeyAsync("publisher@example.org"), other = await MakeKeyAsync("other@example.org");
        await SignAsync("publisher@example.org");
        Assert.Equal(ArchiveVerifier.Sha256(Archive), await VerifyAsync(publisher));
        await AssertRefusedAsync(other, "No public key");

        await File.AppendAllTextAsync(Archive, "!", Token);
        await AssertRefusedAsync(publisher, "BAD signature");

        string key = Path.Combine(_folder, "no-key");
        await File.WriteAllTextAsync(key, "no key", Token);
        await AssertRefusedAsync(key, $"The keys in '{key}' cannot be read");
        await File.WriteAllTextAsync(Archive + ".asc", "no signature", Token);
        await AssertRefusedAsync(publisher, "is not good");
    }

    [Fact]
    public async Task A_signature_that_has_expired_or_whose_key_has()
    {
        string key = await MakeKeyAsync("old@example.org", made: "20200101T000000");
        await SignAsync("old@example.org", "--faked-system-time", "20200102T000000", "--default-sig-expire", "1d");
        await AssertRefusedAsync(key, "expired");
        await SignAsync("old@example.org", "--faked-system-time", "20200102T000000");
        Assert.NotEmpty(await VerifyAsync(key));

        string gone = await MakeKeyAsync("gone@example.org", "1d", "20200101T000000");
        await SignAsync("gone@example.org", "--faked-system-time", "20200101T010000");
        await AssertRefusedAsync(gone, "has expired or was revoked");
    }

    [Fact]
    public async Task A_checksum_that_was_given_is_enough_and_a_signature_that_is_missing_is_told_of()
    {
        string key = await MakeKeyAsync("publisher@example.org");
        Assert.Contains("no signature ('nginx-1.28.9.tar.gz.asc'", (await Assert.ThrowsAsync<InstallationException>(() => VerifyAsync(key))).Message, StringComparison.Ordinal);
        SourceBuild build = Build(key) with { Checksums = [ArchiveVerifier.Sha256(Archive).ToUpperInvariant()] };
        Assert.NotEmpty(await ArchiveVerifier.VerifyAsync(build, Archive, null, _folder, new RecordingRunner(), Token));
    }

    [Fact]
    public async Task Without_gpg_it_says_what_to_do()
    {
        var none = new RecordingRunner(command => new CommandOutcome(CommandOutcome.NotFound, [], []) { Ending = CommandEnding.NotStarted });
        InstallationException missing = await Assert.ThrowsAsync<InstallationException>(() => ArchiveVerifier.VerifyAsync(Build("/key"), Archive, "/signature", _folder, none, Token));
        Assert.Equal(InstallationFailure.NotFound, missing.Failure);
        Assert.Contains("gnupg", missing.Message, StringComparison.Ordinal);
        Assert.Equal($"gpg --homedir {_folder}/keyring --no-options --batch --quiet --import -- /key", Assert.Single(none.Commands).Text);
    }

    [Theory]
    [InlineData(true, "GOODSIG 1 x", "VALIDSIG 2")]
    [InlineData(false, "GOODSIG 1 x")]
    [InlineData(false, "EXPKEYSIG 1 x", "VALIDSIG 2")]
    [InlineData(false, "GOODSIG 1 x", "VALIDSIG 2", "REVKEYSIG 3 y", "VALIDSIG 4")]
    [InlineData(false)]
    public void The_words_of_gpg(bool good, params string[] words) => Assert.Equal(good, ArchiveVerifier.IsGood(words.Select(word => "[GNUPG:] " + word).Prepend("GOODSIG VALIDSIG")));

    private static SourceBuild Build(string key) => new() { Component = Component.Nginx, Version = "1.28.9", Prefix = "/opt/nginx", SignatureKeyPath = key };

    private async Task<string> VerifyAsync(string key)
    {
        string signature = Archive + ".asc", work = Directory.CreateDirectory(Path.Combine(_folder, Path.GetRandomFileName())).FullName;
        string sum = await ArchiveVerifier.VerifyAsync(Build(key), Archive, File.Exists(signature) ? signature : null, work, ProcessCommandRunner.Instance, Token);
        return sum;
    }

    private async Task AssertRefusedAsync(string key, string words)
    {
        InstallationException refused = await Assert.ThrowsAsync<InstallationException>(() => VerifyAsync(key));
        Assert.Equal(InstallationFailure.NotVerified, refused.Failure);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private async Task<string> MakeKeyAsync(string user, string expires = "never", string? made = null)
    {
        string file = Path.Combine(_folder, user);
        await GpgAsync([.. made is null ? Array.Empty<string>() : ["--faked-system-time", made], "--quick-gen-key", user, "ed25519", "sign", expires]);
        await GpgAsync("--armor", "--output", file, "--export", user);
        return file;
    }

    private Task SignAsync(string user, params string[] options) =>
        GpgAsync([.. options, "--yes", "--armor", "--local-user", user, "--output", Archive + ".asc", "--detach-sign", Archive]);

    private async Task GpgAsync(params string[] arguments)
    {
        CommandOutcome outcome = await ProcessCommandRunner.Instance.RunAsync(
            new SystemCommand("gpg", ["--homedir", Ring, "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "", .. arguments]) { LeavesDaemon = true }, null, Token);
        Assert.True(outcome.Succeeded, $"gpg {string.Join(' ', arguments)}: {outcome.Error}");
    }
}
