using NginxHa.Agent.CommandLine;
using NginxHa.Agent.Configuration;
using NginxHa.Topology;

namespace NginxHa.Tests.Unit.Agent;

public sealed class ConfigurationReaderTests : IDisposable
{
    private const string Single = """{ "instances": [ { "name": "web", "interface": "eth0", "virtualRouterId": 7, "virtualAddresses": ["192.0.2.7/24"] } ] }""";

    private const string Cluster = """
        {
          "interface": "eth0",
          "nodes": [ { "name": "a" }, { "name": "b", "tracks": [ { "type": "Script", "name": "t", "program": "/no/such/program" } ] } ],
          "virtualIps": ["192.0.2.7/24"]
        }
        """;

    // Not in the folder for temporary files: others than root may change that.
    private readonly string _folder = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux()
        ? Directory.CreateDirectory($"/run/nha-{Guid.NewGuid():N}").FullName
        : Directory.CreateTempSubdirectory("nha-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Document_for_one_node_is_read_without_asking_who_this_is()
    {
        ConfigurationResult result = Read(Single);
        Assert.Equal("web", Assert.Single(result.Configuration!.Node.Instances).Name);
        Assert.Equal(Environment.MachineName, result.Configuration.Node.Name);
        Assert.Equal(64, result.Configuration.Hash.Length);
    }

    [Theory]
    [InlineData("a", null, 150)]
    [InlineData("c", "a", 150)]
    public void Node_is_found_or_named(string host, string? named, byte priority)
    {
        ConfigurationResult result = Read(Cluster, named, host);
        Assert.Equal(priority, Assert.Single(result.Configuration!.Node.Instances).Priority);
    }

    [Theory]
    [InlineData("c", null, "None of the nodes a, b is this machine")]
    [InlineData("a", "c", "'c' is not a node")]
    public void Node_that_is_not_there_is_a_finding_with_a_line(string host, string? named, string message)
    {
        Finding finding = Assert.Single(Read(Cluster, named, host).Findings);
        Assert.Equal(("NodeNotFound", 3), (finding.Id, finding.Line));
        Assert.StartsWith(message, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_of_this_node_are_looked_at_and_those_of_others_are_not()
    {
        Assert.Empty(Read(Cluster, "a").Findings);
        Finding finding = Assert.Single(Read(Cluster, "b").Findings);
        Assert.Equal(("ProgramNotTrusted", 3, "'/no/such/program' does not exist."), (finding.Id, finding.Line, finding.Message));
    }

    [Fact]
    public void Missing_document_is_a_finding() => Assert.Equal(
        "DocumentMissing", Assert.Single(new ConfigurationReader(LocalIdentity.Read).Read(Path.Combine(_folder, "none.json"), null).Findings).Id);

    [Fact]
    public void Mistakes_have_file_line_and_column()
    {
        Finding finding = Assert.Single(Read("{\n  \"instances\": [],\n  \"instancse\": 1\n}").Findings, finding => finding.Id == "UnknownKey");
        Assert.Equal((Path.Combine(_folder, "nginxha.json"), 3), (finding.File, finding.Line));
    }

    [Fact]
    public void Document_that_others_can_change_is_refused()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            Assert.Skip("needs root on Linux");
            return;
        }

        string path = Write(Single);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        Assert.Equal("DocumentNotTrusted", Assert.Single(new ConfigurationReader(LocalIdentity.Read).Read(path, null).Findings).Id);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherWrite);
        Assert.Equal("DocumentNotTrusted", Assert.Single(new ConfigurationReader(LocalIdentity.Read).Read(path, null).Findings).Id);
    }

    [Fact]
    public void Program_and_user_of_a_hook_are_looked_at()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            Assert.Skip("needs root on Linux");
            return;
        }

        string program = Path.Combine(_folder, "hook");
        File.WriteAllText(program, "#!/bin/sh\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);
        string document = Single.Replace("\"virtualRouterId\"", $$"""
            "hooks": {
              "any": { "program": "{{program}}" },
              "master": { "program": "/bin/true", "user": "nobody-of-that-name" }
            }, "virtualRouterId"
            """, StringComparison.Ordinal);
        IReadOnlyList<Finding> findings = Read(document).Findings;
        Assert.Equal([("UserNotFound", 3), ("ProgramNotTrusted", 2)], findings.Select(finding => (finding.Id, finding.Line)));
    }

    [Fact]
    public void Check_says_what_it_found_and_ends_as_documented()
    {
        using var text = new StringWriter();
        string path = Write(Single);
        Assert.Equal(ExitCode.Success, CheckCommand.Run(new AgentArguments { Verb = AgentVerb.Check, DocumentPath = path }, new ConfigurationReader(LocalIdentity.Read), text));
        Assert.Contains("runs web.", text.ToString(), StringComparison.Ordinal);
        Write("{}");
        Assert.Equal(ExitCode.NotConfigured, CheckCommand.Run(new AgentArguments { Verb = AgentVerb.Check, DocumentPath = path, AsJson = true }, new ConfigurationReader(LocalIdentity.Read), text));
        Assert.Contains("\"severity\": \"Error\"", text.ToString(), StringComparison.Ordinal);
    }

    private ConfigurationResult Read(string document, string? node = null, string host = "a") =>
        new ConfigurationReader(() => new LocalIdentity { HostName = host }).Read(Write(document), node);

    private string Write(string document)
    {
        string path = Path.Combine(_folder, "nginxha.json");
        File.WriteAllText(path, document);
        return path;
    }
}
