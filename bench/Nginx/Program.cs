using NginxHa.Bench.Nginx;

// "all" measures and writes RESULTS.md, "parse" and "probe" measure one part; "read", "serve" and "ask" are the processes that are measured, started by those.
return args switch
{
    ["all", .. var rest] => All(Output(rest)),
    ["parse", .. var rest] => ParseBench.Run(Output(rest), new Report()),
    ["probe", .. var rest] => ProbeBench.Run(Output(rest), new Report()),
    ["read", var path] => ParseBench.Read(path),
    ["serve", var count, var port] => LoopbackServers.Serve(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), int.Parse(port, System.Globalization.CultureInfo.InvariantCulture)),
    ["ask", var kind, var count, var port] => ProbeBench.Ask(kind, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), int.Parse(port, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static string Output(string[] rest) => rest is [var directory, ..] ? Directory.CreateDirectory(directory).FullName : Environment.CurrentDirectory;

static int All(string output)
{
    var report = new Report();
    report.Head();
    int parse = ParseBench.Run(output, report);
    report.Line();
    int probe = ProbeBench.Run(output, report);
    report.Save(Path.Combine(output, "RESULTS.md"));
    return parse | probe;
}

static int Usage()
{
    Console.Error.WriteLine("usage: NginxBench all|parse|probe [DIRECTORY FOR REPORT AND PLOTS]");
    return 2;
}
