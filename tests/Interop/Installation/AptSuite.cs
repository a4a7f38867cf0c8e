using NginxHa.Installation.Machine;

namespace NginxHa.Tests.Interop.Installation;

/// <summary>Where apt gets the packages of this release from: its own configuration counts before what the distributions publish.</summary>
/// <param name="Uri">Address of the archive.</param>
/// <param name="Suite">Name of the release.</param>
/// <param name="Components">Parts of the archive.</param>
/// <param name="SignedBy">Keyring; null for those that apt trusts anyway.</param>
internal sealed record AptSuite(string Uri, string Suite, string Components, string? SignedBy)
{
    private const string ListFolder = "/etc/apt/sources.list.d";

    /// <summary>The line that makes its source packages known.</summary>
    public string SourceLine => $"deb-src {(SignedBy is null ? string.Empty : $"[signed-by={SignedBy}] ")}{Uri} {Suite} {Components}\n";

    /// <summary>Finds it; null on a machine that is neither Debian nor Ubuntu and whose apt knows no archive of its release.</summary>
    public static AptSuite? Find(MachineFiles files)
    {
        string text = files.Read("/etc/os-release") ?? files.Read("/usr/lib/os-release") ?? string.Empty;
        OsRelease release = OsRelease.Parse(text);

        // What is made from Ubuntu has a name of its own, and tells Ubuntu's beside it.
        string? ubuntu = text.Split('\n').FirstOrDefault(line => line.StartsWith("UBUNTU_CODENAME=", StringComparison.Ordinal))?["UBUNTU_CODENAME=".Length..].Trim('"');
        string suite = ubuntu ?? release.Codename;
        AptSuite? published = suite.Length == 0 ? null
            : release.Is("ubuntu") ? new AptSuite("http://archive.ubuntu.com/ubuntu", suite, "main universe", Existing(files, "/usr/share/keyrings/ubuntu-archive-keyring.gpg"))
            : release.Id == "debian" ? new AptSuite("http://deb.debian.org/debian", suite, "main", Existing(files, "/usr/share/keyrings/debian-archive-keyring.gpg"))
            : null;
        return Configured(files).FirstOrDefault(configured => configured.Suite == suite && suite.Length > 0 && !IsPorts(configured)) ?? published;
    }

    // Ubuntu's mirror of the rarer processors has no source packages.
    private static bool IsPorts(AptSuite suite) => suite.Uri.Contains("/ubuntu-ports", StringComparison.Ordinal);

    private static string? Existing(MachineFiles files, string path) => files.Exists(path) ? path : null;

    private static IEnumerable<AptSuite> Configured(MachineFiles files)
    {
        foreach (string name in files.List(ListFolder).Where(name => name.EndsWith(".sources", StringComparison.Ordinal)))
        {
            foreach (AptSuite suite in ReadStanzas(files.Read($"{ListFolder}/{name}") ?? string.Empty))
            {
                yield return suite;
            }
        }

        foreach (string path in files.List(ListFolder).Where(name => name.EndsWith(".list", StringComparison.Ordinal)).Select(name => $"{ListFolder}/{name}").Prepend("/etc/apt/sources.list"))
        {
            foreach (AptSuite suite in (files.Read(path) ?? string.Empty).Split('\n').Select(ReadLine).OfType<AptSuite>())
            {
                yield return suite;
            }
        }
    }

    private static IEnumerable<AptSuite> ReadStanzas(string text)
    {
        foreach (string stanza in text.ReplaceLineEndings("\n").Split("\n\n"))
        {
            Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
            foreach (string[] field in stanza.Split('\n').Where(line => !line.StartsWith('#') && line.Contains(':', StringComparison.Ordinal)).Select(line => line.Split(':', 2)))
            {
                fields[field[0].Trim()] = field[1].Trim();
            }

            string Field(string name) => fields.GetValueOrDefault(name, string.Empty);
            if (Field("URIs").Split(' ')[0] is { Length: > 0 } uri && uri.Contains("://", StringComparison.Ordinal))
            {
                foreach (string suite in Field("Suites").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    yield return new AptSuite(uri, suite, Field("Components"), Field("Signed-By") is ['/', ..] keyring ? keyring : null);
                }
            }
        }
    }

    private static AptSuite? ReadLine(string line)
    {
        string[] words = line.Split('#')[0].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        int end = words is [_, ['[', ..], ..] ? Array.FindIndex(words, word => word.EndsWith(']')) : 0;
        if (words is not ["deb" or "deb-src", ..] || end < 0 || words.Length < end + 4)
        {
            return null;
        }

        string? keyring = words[1..(end + 1)].Select(word => word.Trim('[', ']')).FirstOrDefault(word => word.StartsWith("signed-by=", StringComparison.Ordinal))?["signed-by=".Length..];
        return new AptSuite(words[end + 1], words[end + 2], string.Join(' ', words[(end + 3)..]), keyring);
    }
}
