using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Sources;
using NginxHa.Platform;

namespace NginxHa.Installation.Records;

/// <summary>The records of builds from source, one JSON file a component.</summary>
public static class InstallationRecords
{
    /// <summary>Where they are.</summary>
    public const string Folder = "/var/lib/nginxha/installation";

    /// <summary>Path of a component's record.</summary>
    public static string PathOf(Component component) => $"{Folder}/{SourceCatalogue.Name(component)}.json";

    /// <summary>The record of a component; null when it was not built here.</summary>
    /// <exception cref="InstallationException">There is one that cannot be read.</exception>
    public static InstallationRecord? Read(MachineFiles files, Component component)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Read(PathOf(component)) is not { } text)
        {
            return null;
        }

        try
        {
            JObject root = JObject.Parse(text);
            return new InstallationRecord
            {
                Component = component,
                Version = Text(root, "version"),
                Prefix = Text(root, "prefix"),
                Program = Text(root, "program"),
                ConfigurationPath = Text(root, "configuration"),
                PidPath = Text(root, "pid"),
                SourceSha256 = Text(root, "sourceSha256"),
                ConfigureArguments = List(root, "configureArguments"),
                Folders = List(root, "folders"),
                Files = ((JObject)root["files"]!).Properties().ToDictionary(file => file.Name, file => (string)file.Value!, StringComparer.Ordinal),
            };
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidCastException or NullReferenceException)
        {
            throw new InstallationException(InstallationFailure.FileSystem, $"The record '{PathOf(component)}' cannot be understood: {exception.Message}", exception);
        }
    }

    /// <summary>Keeps a record.</summary>
    public static void Write(MachineFiles files, InstallationRecord record)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(record);
        var root = new JObject
        {
            ["version"] = record.Version,
            ["prefix"] = record.Prefix,
            ["program"] = record.Program,
            ["configuration"] = record.ConfigurationPath,
            ["pid"] = record.PidPath,
            ["sourceSha256"] = record.SourceSha256,
            ["configureArguments"] = new JArray(record.ConfigureArguments),
            ["folders"] = new JArray(record.Folders),
            ["files"] = new JObject(record.Files.Select(file => new JProperty(file.Key, file.Value))),
        };
        files.Write(PathOf(record.Component), root.ToString(Formatting.Indented) + "\n", FileModes.Readable, keepPrevious: false);
    }

    /// <summary>Whether every file of a record but the configuration is as it was installed.</summary>
    public static bool IsIntact(MachineFiles files, InstallationRecord record)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(record);
        return record.Files.TryGetValue(record.Program, out string? sum)
            && files.Exists(record.Program)
            && ArchiveVerifier.Sha256(files.Locate(record.Program)) == sum
            && record.Files.Keys.All(path => files.Exists(path) || new FileInfo(files.Locate(path)).LinkTarget is not null);
    }

    private static string Text(JObject root, string name) => (string?)root[name] ?? throw new ArgumentException($"'{name}' is missing.");

    private static string[] List(JObject root, string name) => [.. ((JArray)root[name]!).Select(item => (string)item!)];
}
