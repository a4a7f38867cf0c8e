using NginxHa.Platform;

namespace NginxHa.Installation.Sources;

/// <summary>The command lines of a build.</summary>
public static class BuildCommands
{
    /// <summary>Unpacks an archive, whatever it is compressed with.</summary>
    public static SystemCommand Unpack(string archive, string folder) => new("tar", "-x", "-f", archive, "-C", folder, "--no-same-owner");

    /// <summary>Imports keys into a keyring of their own.</summary>
    public static SystemCommand ImportKeys(string keyring, string keyFile) => new("gpg", "--homedir", keyring, "--no-options", "--batch", "--quiet", "--import", "--", keyFile);

    /// <summary>Verifies a detached signature with a keyring of its own; what it finds is told in words for programs.</summary>
    public static SystemCommand VerifySignature(string keyring, string signature, string archive) =>
        new("gpg", "--homedir", keyring, "--no-options", "--batch", "--no-auto-key-retrieve", "--trust-model", "always", "--status-fd", "1", "--verify", "--", signature, archive);

    /// <summary>The arguments of configure.</summary>
    public static IReadOnlyList<string> ConfigureArguments(SourceBuild build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return build.Component == Component.Nginx
            ?
            [
                $"--prefix={build.Prefix}", $"--user={build.User}", $"--group={build.User}",
                "--with-http_ssl_module", "--with-http_flv_module", "--with-http_stub_status_module", "--with-http_gzip_static_module", "--with-pcre",
                .. build.ConfigureArguments,
            ]
            :
            [
                // The service files are ours, so that they are the same everywhere: keepalived is to install none.
                $"--prefix={build.Prefix}", $"--sysconfdir={build.SystemConfigurationFolder}", "--with-init=none", .. build.ConfigureArguments,
            ];
    }

    /// <summary>Prepares the source.</summary>
    public static SystemCommand Configure(SourceBuild build, string source)
    {
        ArgumentNullException.ThrowIfNull(build);
        var command = new SystemCommand($"{source}/configure", ConfigureArguments(build)) { WorkingDirectory = source };

        // keepalived's own makefiles ask for debug symbols whatever CFLAGS says; nginx has them in its own, see DebugSymbols.
        return build.Component == Component.Keepalived
            ? command with { Environment = new Dictionary<string, string?> { ["CFLAGS"] = "-O2", ["LDFLAGS"] = "-Wl,--strip-debug" } }
            : command;
    }

    /// <summary>Compiles.</summary>
    public static SystemCommand Make(SourceBuild build, string source)
    {
        ArgumentNullException.ThrowIfNull(build);
        return new SystemCommand("make", FormattableString.Invariant($"-j{build.Jobs}")) { WorkingDirectory = source };
    }

    /// <summary>Installs into a folder of its own, from which the files are put in their places together.</summary>
    public static SystemCommand Stage(string source, string stage) => new("make", "install", $"DESTDIR={stage}") { WorkingDirectory = source };

    /// <summary>Asks a program for its version, which proves that it runs.</summary>
    public static SystemCommand ShowVersion(Component component, string program) => new(program, component == Component.Nginx ? "-v" : "--version");
}
