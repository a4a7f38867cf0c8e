using System.Globalization;
using System.Runtime.Versioning;
using NginxHa.Bench.Vrrp;
using NginxHa.Bench.Vrrp.Contenders;
using NginxHa.Bench.Vrrp.Parts;
using NginxHa.Bench.Vrrp.Results;
using NginxHa.Tests.Interop.Fixture;

[assembly: SupportedOSPlatform("linux")]

// VrrpBench REPOSITORY AGENT [--quick] [--itself] [--report] [--only PART]...: bench/run builds both and calls it.
IPart[] parts = [new GapPart(), new CpuPart(), new StartPart(), new ScalePart(), new JitterPart()];
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: VrrpBench REPOSITORY AGENT [--quick] [--itself] [--report] [--only gap|cpu|start|scale|jitter]...");
    return 64;
}

if (Machine.Missing(Needs.Keepalived | Needs.Nginx) is { } missing)
{
    Console.Error.WriteLine($"The bench {missing}.");
    return 77;
}

(string repository, string agent) = (args[0], args[1]);
bool isQuick = args.Contains("--quick");
bool isItself = args.Contains("--itself");
string[] only = [.. args.Zip(args.Skip(1)).Where(pair => pair.First == "--only").Select(pair => pair.Second)];
if (only.FirstOrDefault(name => parts.All(part => part.Name != name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no part '{unknown}'; there are {string.Join(", ", parts.Select(part => part.Name))}.");
    return 64;
}

using CancellationTokenSource ending = new(TimeSpan.FromMinutes(40));
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    ending.Cancel();
};
using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    ending.Cancel();
});

_ = new StaleNetworks();
Bench bench = new(isItself ? new KeepalivedContender("keepalived itself") : new AgentContender(agent), new KeepalivedContender(), isQuick);
string store = Path.Combine(repository, "output", "bench" + (isItself ? "-itself" : "") + (isQuick ? "-quick" : ""));
try
{
    foreach (IPart part in parts.Where(part => only.Contains(part.Name) || (only.Length == 0 && !args.Contains("--report"))))
    {
        double load = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
        PartResult result = await part.RunAsync(bench, ending.Token);
        Store.Save(store, result with { LoadBefore = load });
    }
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("The bench was ended early.");
    return 130;
}
catch (Exception e) when (e is TimeoutException or InvalidOperationException or IOException)
{
    // The networks are gone already; what was measured before stays.
    Console.Error.WriteLine(e.Message);
    return 1;
}

IReadOnlyList<PartResult> results = Store.Load(store, parts.Select(part => part.Name));
bool isComplete = !isQuick && !isItself && results.Count == parts.Length;
string folder = isComplete ? Path.Combine(repository, "bench") : store;
string nginx = Path.Combine(repository, "bench", "Nginx", "RESULTS.md");
new ResultsFile(bench, new Notes(Path.Combine(repository, "bench", "Vrrp", "notes.md")), folder)
    .Write(results, isComplete ? File.ReadAllText(nginx) : null);
Bench.Say($"{Path.Combine(folder, "RESULTS.md")}{(isComplete ? "" : isItself ? " (how far apart two equals are)" : isQuick ? " (a quick bench is for a look only)" : " (some parts are not measured yet)")}");
return 0;
