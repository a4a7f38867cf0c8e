using NginxHa.Fuzz;
using NginxHa.Fuzz.Control;
using NginxHa.Fuzz.Nginx;
using NginxHa.Fuzz.Vrrp;

// Each subcommand is an area with a fuzzer; add yours here.
var areas = new Dictionary<string, Func<FuzzOptions, int>>(StringComparer.Ordinal)
{
    ["control"] = options => FuzzRun.Run(options, seed => new ControlFuzzer(seed)),
    ["nginx"] = options => FuzzRun.Run(options, seed => new ConfigurationFuzzer(seed, options.Corpus)),
    ["vrrp"] = options => FuzzRun.Run(options, seed => new VrrpFuzzer(seed)),
};

if (args.Length == 0 || !areas.TryGetValue(args[0], out Func<FuzzOptions, int>? area))
{
    Console.Error.WriteLine($"usage: Fuzz <{string.Join('|', areas.Keys)}> [--count N] [--seed S] [--jobs J] [--corpus DIRECTORY] [--replay FILE]");
    return 2;
}

if (!FuzzOptions.TryParse(args.AsSpan(1), out FuzzOptions parsed, out string error))
{
    Console.Error.WriteLine(error);
    return 2;
}

return area(parsed);
