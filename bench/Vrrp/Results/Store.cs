using System.Text.Json;
using System.Text.Json.Serialization;

namespace NginxHa.Bench.Vrrp.Results;

/// <summary>Keeps what each part found, so that parts can be measured one at a time and reported together.</summary>
internal static class Store
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes a result, in place of the one that was there.</summary>
    public static void Save(string folder, PartResult result)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, result.Part + ".json"), JsonSerializer.Serialize(result, Options));
    }

    /// <summary>Reads the results of the parts that there are.</summary>
    public static IReadOnlyList<PartResult> Load(string folder, IEnumerable<string> parts) =>
        [.. parts.Select(part => Path.Combine(folder, part + ".json")).Where(File.Exists)
            .Select(path => JsonSerializer.Deserialize<PartResult>(File.ReadAllText(path), Options)!)];
}
