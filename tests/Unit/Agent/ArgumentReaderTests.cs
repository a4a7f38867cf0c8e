using NginxHa.Agent.CommandLine;
using NginxHa.Topology;

namespace NginxHa.Tests.Unit.Agent;

public sealed class ArgumentReaderTests
{
    [Fact]
    public void Run_takes_all_its_options()
    {
        AgentArguments read = Read("run", "--document", "/etc/x.json", "--node=a", "--runtime-directory", "/run/x", "--control", "/run/x/c", "--log", "json", "--log-level", "Debug");
        Assert.Equal(
            new AgentArguments
            {
                Verb = AgentVerb.Run, DocumentPath = "/etc/x.json", NodeName = "a", RuntimeFolder = "/run/x", ControlAddress = "/run/x/c",
                LogFormat = AgentLogFormat.Json, LogLevel = AgentLogLevel.Debug,
            },
            read);
    }

    [Fact]
    public void Check_takes_the_file_without_an_option() =>
        Assert.Equal(("/etc/x.json", AgentVerb.Check, true), Read("check", "/etc/x.json", "--json") is var read ? (read.DocumentPath, read.Verb, read.AsJson) : default);

    [Fact]
    public void Document_is_the_standard_one_and_paths_become_absolute()
    {
        Assert.Equal("/etc/nginxha/nginxha.json", Read("run").DocumentPath);
        Assert.Equal(Path.GetFullPath("x.json"), Read("check", "x.json").DocumentPath);
    }

    [Theory]
    [InlineData("Say what to do")]
    [InlineData("'start' is not a command", "start")]
    [InlineData("'--documnet' is not an option", "run", "--documnet", "/x")]
    [InlineData("'--log' is not an option", "check", "--log", "Json")]
    [InlineData("'/x' is not an option", "status", "/x")]
    [InlineData("--document needs a value", "run", "--document")]
    [InlineData("--document needs a value", "run", "--document=")]
    [InlineData("'Xml' is not a value of --log", "run", "--log", "Xml")]
    [InlineData("'1' is not a value of --log-level", "run", "--log-level", "1")]
    public void Mistakes_are_named(string problem, params string[] arguments)
    {
        Assert.False(ArgumentReader.TryRead(arguments, out _, out string? said));
        Assert.Contains(problem, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    [InlineData("help")]
    public void Help_is_no_mistake(params string[] arguments) => Assert.Equal(AgentVerb.Help, Read(arguments).Verb);

    [Theory]
    [InlineData(null, "/run/nginxha")]
    [InlineData("", "/run/nginxha")]
    [InlineData("relative", "/run/nginxha")]
    [InlineData("/run/other", "/run/other")]
    [InlineData("/run/first:/run/second", "/run/first")]
    public void Runtime_directory_is_the_service_managers(string? variable, string folder) =>
        Assert.Equal(folder, AgentArguments.FromEnvironment(variable));

    private static AgentArguments Read(params string[] arguments)
    {
        Assert.True(ArgumentReader.TryRead(arguments, out AgentArguments read, out string? problem), problem);
        return read;
    }
}
