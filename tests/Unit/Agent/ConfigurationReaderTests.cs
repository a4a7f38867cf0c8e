using System.Text;
using NginxHa.Agent.CommandLine;
using NginxHa.Agent.Configuration;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;

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

    private string Credentials => Path.Combine(_folder, "credentials");

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
        "DocumentMissing", Assert.Single(Reader().Read(Path.Combine(_folder, "none.json"), null).Findings).Id);

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
        Assert.Equal("DocumentNotTrusted", Assert.Single(Reader().Read(path, null).Findings).Id);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherWrite);
        Assert.Equal("DocumentNotTrusted", Assert.Single(Reader().Read(path, null).Findings).Id);
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

    [Theory]
    [InlineData("\"secret\": { \"file\": \"FOLDER/key\" }", "Password", "s3cret\n", "s3cret")]
    [InlineData("\"secret\": { \"credential\": \"key\" }", "Password", "hex:414200ff", null)]
    [InlineData("\"secret\": { \"credential\": \"key\" }", "Password", "s3cret", "s3cret")]
    [InlineData("\"keys\": { \"3\": { \"credential\": \"key\" } }, \"activeKeyId\": 3", "Hmac", "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef")]
    [InlineData("\"keys\": { \"3\": { \"file\": \"FOLDER/key\" } }, \"activeKeyId\": 3", "Hmac", "short", null)]
    public void Secrets_come_from_where_the_document_says(string secret, string method, string content, string? expected)
    {
        Directory.CreateDirectory(Credentials);
        foreach (string folder in new[] { _folder, Credentials })
        {
            WritePrivate(Path.Combine(folder, "key"), content);
        }

        string document = Single.Replace("\"virtualRouterId\"", $"\"authentication\": {{ \"method\": \"{method}\", {secret.Replace("FOLDER", _folder, StringComparison.Ordinal)} }}, \"virtualRouterId\"", StringComparison.Ordinal);
        ConfigurationResult result = Read(document);
        Assert.Equal(expected is null ? ["SecretNotAllowed"] : [], result.Findings.Select(finding => finding.Id));
        VrrpAuthentication? authentication = result.Configuration?.Node.Instances[0].Authentication;
        Assert.Equal(expected, authentication is null ? null : Encoding.ASCII.GetString((method == "Hmac" ? authentication.Keys[3] : authentication.Secret).Span));
        Assert.NotEqual(true, authentication?.SecretsWithheld);
        Assert.All(result.Findings, finding => Assert.DoesNotContain(content.Trim(), finding.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Secret_of_a_cluster_is_looked_up_and_looked_at()
    {
        string document = Cluster.Replace("\"nodes\"", $$"""
            "vrrp": { "authentication": { "method": "Hmac", "activeKeyId": 1, "keys": { "1": { "file": "{{_folder}}/key" } } }, "version": "V3" },
              "nodes"
            """, StringComparison.Ordinal);
        WritePrivate(Path.Combine(_folder, "key"), "0123456789abcdef0123456789abcdef");
        Assert.Equal(32, Read(document).Configuration!.Node.Instances[0].Authentication.Keys[1].Length);
        WritePrivate(Path.Combine(_folder, "key"), "short");
        Finding finding = Assert.Single(Read(document).Findings);
        Assert.Equal(("SecretNotAllowed", 3), (finding.Id, finding.Line));
    }

    [Fact]
    public void Secrets_that_are_not_there_or_not_private_are_refused()
    {
        string Document(string reference) => Single.Replace("\"virtualRouterId\"", $"\"authentication\": {{ \"method\": \"Password\", \"secret\": {reference} }}, \"virtualRouterId\"", StringComparison.Ordinal);
        string file = Document($"{{ \"file\": \"{_folder}/key\" }}");
        string credential = Document("{ \"credential\": \"key\" }");
        Assert.Equal("SecretMissing", Assert.Single(Read(file).Findings).Id);
        Assert.Equal("CredentialsMissing", Assert.Single(Read(credential).Findings).Id);

        // By hand there are none, and the document may be right all the same.
        ConfigurationResult checkedByHand = Reader(isRunning: false).Read(Write(credential), null);
        Assert.Equal(FindingSeverity.Information, Assert.Single(checkedByHand.Findings).Severity);
        Assert.NotNull(checkedByHand.Configuration);

        Directory.CreateDirectory(Credentials);
        Assert.Equal("SecretMissing", Assert.Single(Read(credential).Findings).Id);
        WritePrivate(Path.Combine(_folder, "key"), "secret");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_folder, "key"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
            Assert.Equal("SecretNotPrivate", Assert.Single(Read(file).Findings).Id);
        }

        Assert.Equal("UnknownKey", Read(Document("{ \"flie\": \"/x\" }")).Findings[0].Id);
        Assert.Equal("ValueNotAllowed", Read(Document("{ \"credential\": \"../x\" }")).Findings[0].Id);
        Assert.Equal("ValueNotAllowed", Read(Document("{ \"file\": \"x\" }")).Findings[0].Id);
    }

    [Fact]
    public void Places_of_secrets_survive_writing_and_nobody_but_the_agent_runs_them()
    {
        string document = Single.Replace("\"virtualRouterId\"", "\"authentication\": { \"method\": \"Hmac\", \"keys\": { \"0\": { \"credential\": \"key\" } } }, \"virtualRouterId\"", StringComparison.Ordinal);
        TopologyReadResult read = TopologyDocument.Parse(document);
        Assert.Empty(read.Findings);
        Assert.Contains("\"credential\": \"key\"", TopologyDocument.Write(read.Topology!), StringComparison.Ordinal);
        OptionProblem problem = Assert.Single(VrrpInstanceOptionsValidator.Validate(read.Topology!.Instances[0]));
        Assert.Equal(("Authentication.Keys", "credential 'key'"), (problem.Field, problem.Value));
    }

    [Fact]
    public void Check_says_what_it_found_and_ends_as_documented()
    {
        using var text = new StringWriter();
        string path = Write(Single);
        Assert.Equal(ExitCode.Success, CheckCommand.Run(new AgentArguments { Verb = AgentVerb.Check, DocumentPath = path }, Reader(), text));
        Assert.Contains("runs web.", text.ToString(), StringComparison.Ordinal);
        Write("{}");
        Assert.Equal(ExitCode.NotConfigured, CheckCommand.Run(new AgentArguments { Verb = AgentVerb.Check, DocumentPath = path, AsJson = true }, Reader(), text));
        Assert.Contains("\"severity\": \"Error\"", text.ToString(), StringComparison.Ordinal);
    }

    private ConfigurationResult Read(string document, string? node = null, string host = "a") =>
        Reader(host).Read(Write(document), node);

    private ConfigurationReader Reader(string host = "a", bool isRunning = true) =>
        new(() => new LocalIdentity { HostName = host }, Directory.Exists(Credentials) ? Credentials : null, isRunning);

    private static void WritePrivate(string path, string text)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }

    private string Write(string document)
    {
        string path = Path.Combine(_folder, "nginxha.json");
        File.WriteAllText(path, document);
        return path;
    }
}
