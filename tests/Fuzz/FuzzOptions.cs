using System.Globalization;

namespace NginxHa.Fuzz;

/// <summary>What a run is asked for.</summary>
public sealed class FuzzOptions
{
    public long Count { get; private set; } = 100_000;

    public int Seed { get; private set; } = 1;

    public int Jobs { get; private set; } = Environment.ProcessorCount;

    /// <summary>A directory whose files are used as further seeds.</summary>
    public string? Corpus { get; private set; }

    /// <summary>A file that a run wrote when it failed, to check that one input alone.</summary>
    public string? Replay { get; private set; }

    public static bool TryParse(ReadOnlySpan<string> args, out FuzzOptions options, out string error)
    {
        options = new FuzzOptions();
        error = string.Empty;
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : string.Empty;
            bool ok = args[i] switch
            {
                "--count" => long.TryParse(value, CultureInfo.InvariantCulture, out long count) && (options.Count = count) > 0,
                "--seed" => int.TryParse(value, CultureInfo.InvariantCulture, out int seed) && (options.Seed = seed) >= 0,
                "--jobs" => int.TryParse(value, CultureInfo.InvariantCulture, out int jobs) && (options.Jobs = jobs) > 0,
                "--corpus" => Directory.Exists(options.Corpus = value),
                "--replay" => File.Exists(options.Replay = value),
                _ => false,
            };
            if (!ok)
            {
                error = $"{args[i]} {value}: unknown option, or a value that it does not take";
                return false;
            }
        }

        return true;
    }
}
