using NginxHa.Bench.Nginx;

// "parse" and "probe" measure; "read", "serve" and "ask" are the processes that are measured, started by those.
return args switch
{
    ["parse", .. var rest] => ParseBench.Run(Output(rest)),
    ["probe", .. var rest] => ProbeBench.Run(Output(rest)),
    ["read", var path] => ParseBench.Read(path),
    ["serve", var count, var port] => LoopbackServers.Serve(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), int.Parse(port, System.Globalization.CultureInfo.InvariantCulture)),
    ["ask", var kind, var count, var port] => ProbeBench.Ask(kind, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), int.Parse(port, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static string Output(string[] rest) => rest is [var directory, ..] ? Directory.CreateDirectory(directory).FullName : Environment.CurrentDirectory;

static int Usage()
{
    Console.Error.WriteLine("usage: NginxBench parse|probe [DIRECTORY FOR PLOTS]");
    return 2;
}
