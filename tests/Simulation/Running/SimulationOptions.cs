using System.Globalization;
using NginxHa.Tests.Simulation.Invariants;
using NginxHa.Tests.Simulation.World;

namespace NginxHa.Tests.Simulation.Running;

/// <summary>What the command line asks for.</summary>
internal sealed record SimulationOptions
{
    public const string Usage = """
        usage: Simulation --scenarios N [--seed S] [--parallel P] [--keep-going] [--trace] [--outcomes-only] [--without EXCUSES]
               Simulation --replay SCENARIO [--faults 0,2,5] [--trace] [--outcomes-only] [--without EXCUSES]

        --scenarios N     run N random scenarios and sum up
        --seed S          seed of the run; a random one otherwise, printed either way
        --parallel P      threads; as many as there are processors otherwise
        --keep-going      do not stop at the first violation
        --replay SCENARIO run one scenario by its own seed
        --faults LIST     only these of its faults
        --trace           print everything that happens
        --outcomes-only   without the second reading of the RFC: only what nodes have to bring about together
        --without LIST    without these excuses (Excuses.cs), or All: finds the scenarios that need them
        """;

    private static readonly string[] Words =
        ["--scenarios", "--seed", "--parallel", "--keep-going", "--replay", "--faults", "--trace", "--outcomes-only", "--without", "--help"];

    public long Scenarios { get; private set; }

    public ulong? Seed { get; private set; }

    public int Parallel { get; private set; } = Environment.ProcessorCount;

    public bool KeepsGoing { get; private set; }

    public ulong? Replay { get; private set; }

    public int[]? Faults { get; private set; }

    public bool IsTraced { get; private set; }

    public RunRules Rules { get; private set; } = RunRules.Usual;

    public static bool Knows(string word) => Array.IndexOf(Words, word) >= 0;

    public static bool TryParse(string[] args, out SimulationOptions options, out string error)
    {
        options = new SimulationOptions();
        error = "";
        for (int i = 0; i < args.Length && error.Length == 0; i++)
        {
            string word = args[i];
            switch (word)
            {
                case "--keep-going":
                    options.KeepsGoing = true;
                    break;
                case "--trace":
                    options.IsTraced = true;
                    break;
                case "--outcomes-only":
                    options.Rules = options.Rules with { UsesReference = false };
                    break;
                case "--help":
                    error = Usage;
                    break;
                case var _ when !Knows(word):
                    error = $"There is no option '{word}'.\n{Usage}";
                    break;
                case var _ when ++i == args.Length || !options.TryTake(word, args[i]):
                    error = $"{word} needs {Allowed(word)}, not '{(i < args.Length ? args[i] : "")}'.\n{Usage}";
                    break;
            }
        }

        if (error.Length == 0 && options.Scenarios == 0 && options.Replay is null)
        {
            error = Usage;
        }

        return error.Length == 0;
    }

    private static string Allowed(string word) => word switch
    {
        "--scenarios" => "a number from 1 on",
        "--parallel" => "a number of threads from 1 to 1024",
        "--faults" => "numbers of faults with commas between them",
        "--without" => $"All or some of {string.Join(", ", Enum.GetNames<Excuses>().Skip(1))}",
        _ => "a number from 0 to 18446744073709551615",
    };

    private bool TryTake(string word, string value)
    {
        const NumberStyles Digits = NumberStyles.None;
        CultureInfo culture = CultureInfo.InvariantCulture;
        switch (word)
        {
            case "--scenarios" when long.TryParse(value, Digits, culture, out long scenarios) && scenarios > 0:
                Scenarios = scenarios;
                return true;
            case "--parallel" when int.TryParse(value, Digits, culture, out int parallel) && parallel is >= 1 and <= 1024:
                Parallel = parallel;
                return true;
            case "--seed" when ulong.TryParse(value, Digits, culture, out ulong seed):
                Seed = seed;
                return true;
            case "--replay" when ulong.TryParse(value, Digits, culture, out ulong replay):
                Replay = replay;
                return true;
            case "--without" when value == "All":
                Rules = Rules with { Without = (Excuses)int.MaxValue };
                return true;
            case "--without" when value.Split(',').All(static name => Enum.GetNames<Excuses>().Contains(name)):
                Rules = Rules with { Without = Enum.Parse<Excuses>(value) };
                return true;
            case "--faults":
                var faults = new List<int>();
                foreach (string part in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                {
                    if (!int.TryParse(part, Digits, culture, out int number))
                    {
                        return false;
                    }

                    faults.Add(number);
                }

                Faults = [.. faults];
                return true;
            default:
                return false;
        }
    }
}
