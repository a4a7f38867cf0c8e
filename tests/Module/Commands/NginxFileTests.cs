using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NginxHa.Tests.ModuleTests.Commands;

/// <summary>The nginx cmdlets on files, without an nginx: what they read, write and refuse.</summary>
public sealed class NginxFileTests : IDisposable
{
    private const string Text = "upstream app {\n    server 10.0.0.1:80 weight=2; # one\n    server 10.0.0.2:80;\n}\nserver {\n    listen 80;\n    include extra/*.conf;\n}\n";

    private readonly ScratchFolder _folder = new();
    private readonly Runspace _runspace = ModuleFixture.Open();
    private readonly string _path;

    public NginxFileTests() => _path = _folder.Write("nginx.conf", Text);

    public void Dispose()
    {
        _runspace.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Directives_have_arguments_lines_and_blocks()
    {
        PSObject[] directives = Invoke("Get-NginxConfiguration $args[0]", _path);
        Assert.Equal(["upstream", "server"], directives.Select(d => Property(d, "Directive")));
        Assert.Equal([1, 5], directives.Select(d => Property(d, "Line")));
        Assert.Equal("weight=2", Invoke("(Get-NginxConfiguration $args[0])[0].Block[0].Arguments[1]", _path).Single().ToString());
    }

    [Fact]
    public void Recurse_brings_in_what_is_included()
    {
        _folder.Write("extra/a.conf", "location / { return 204; }\n");
        Assert.Equal("204", Invoke("((Get-NginxConfiguration $args[0] -Recurse)[1].Block | Where-Object Directive -eq location).Block.Arguments", _path).Single().ToString());
        Assert.Single(Invoke("Get-NginxConfiguration $args[0] -Recurse -Directive ret*", _path));
        Assert.Empty(Invoke("Get-NginxConfiguration $args[0] -Directive ret*", _path));
    }

    [Fact]
    public void Objects_become_text_that_reads_back()
    {
        string text = Invoke("@{ Directive = 'server'; Block = @(@{ Directive = 'return'; Arguments = 200, 'a \"b\"; c' }) } | ConvertTo-NginxConfiguration").Single().ToString();
        Assert.Equal("server {\n    return 200 \"a \\\"b\\\"; c\";\n}\n", text);
        string again = Invoke("Get-NginxConfiguration $args[0] | ConvertTo-NginxConfiguration", _folder.Write("t.conf", text)).Single().ToString();
        Assert.Equal(text, again);
    }

    [Fact]
    public void A_broken_file_ends_with_its_line_or_lists_all_of_them()
    {
        string broken = _folder.Write("broken.conf", "a;\n}\nb;\n;\n");
        ErrorRecord error = Assert.Single(Errors("Get-NginxConfiguration $args[0]", broken));
        Assert.Equal("NginxConfigurationInvalid,NginxHa.Cmdlets.Commands.Nginx.GetNginxConfiguration", error.FullyQualifiedErrorId);
        Assert.Equal($"unexpected \"}}\" in {broken}:2", error.Exception.Message);
        Assert.Equal(2, Errors("Get-NginxConfiguration $args[0] -Tolerant", broken).Length);
        PSObject test = Invoke("Test-NginxConfiguration $args[0] -SyntaxOnly", broken).Single();
        Assert.Equal(false, Property(test, "Valid"));
        Assert.Equal([2, 4], Invoke("(Test-NginxConfiguration $args[0] -SyntaxOnly).Diagnostics.Line", broken).Select(line => line.BaseObject));
        Assert.Equal(true, Invoke("Test-NginxConfiguration $args[0] -SyntaxOnly -Quiet", _path).Single().BaseObject);
    }

    [Fact]
    public void Servers_are_added_changed_and_removed_in_their_own_lines()
    {
        Invoke("Add-NginxUpstreamServer app 10.0.0.3:80 -Backup -Path $args[0] -WarningAction Ignore", _path);
        Invoke("Set-NginxUpstreamServer app 10.0.0.1 -Weight 5 -Down -Path $args[0] -WarningAction Ignore", _path);
        Invoke("(Get-NginxUpstream app $args[0]).Servers | Where-Object Host -eq 10.0.0.2 | Remove-NginxUpstreamServer -Path $args[0] -WarningAction Ignore", _path);
        string expected = Text.Replace("weight=2;", "weight=5 down;", StringComparison.Ordinal)
            .Replace("    server 10.0.0.2:80;\n", "    server 10.0.0.3:80 backup;\n", StringComparison.Ordinal);
        Assert.Equal(expected, File.ReadAllText(_path));
        Assert.Equal("Person", Invoke("(Get-NginxUpstream app $args[0]).Servers[0].DownOrigin", _path).Single().ToString());
    }

    [Fact]
    public void Objects_know_their_configuration_and_wildcards_mean_many()
    {
        string path = _folder.Write("two.conf", "http {\nupstream app {\n    server 10.0.0.1:80;\n    server 10.0.0.2:80;\n}\nupstream api {\n    server 10.0.0.1:81;\n    server [2001:db8::1]:80;\n}\n}\nstream {\nupstream app {\n    server 10.0.0.1:82;\n    server 10.0.0.3:82;\n}\n}\n");
        Invoke("Set-NginxUpstreamServer A* 10.0.0.1:* -Down -Path $args[0] -WarningAction Ignore", path);
        Assert.Equal(["10.0.0.1:80", "10.0.0.1:81", "10.0.0.1:82"], Down());

        // The protocol of the object decides between the two of one name, and its configuration goes before the usual one.
        Invoke("(Get-NginxUpstream -Path $args[0] -Protocol Stream).Servers | Where-Object Down | Set-NginxUpstreamServer -Down:$false -WarningAction Ignore", path);
        Invoke("Get-NginxUpstream api -Path $args[0] | Add-NginxUpstreamServer -Server 10.0.0.9:80 -WarningAction Ignore", path);
        Assert.Equal(["10.0.0.1:80", "10.0.0.1:81"], Down());
        Invoke("Remove-NginxUpstreamServer api '[2001:*]:80' -Path $args[0] -WarningAction Ignore", path);
        Assert.Equal(["10.0.0.1:81", "10.0.0.9:80"], Invoke("(Get-NginxUpstream API $args[0]).Servers.Address", path).Select(address => address.ToString()));
        Assert.Empty(Invoke("Set-NginxUpstreamServer app 10.9.* -Down -Path $args[0]", path));
        Assert.StartsWith("InvalidValue,", Assert.Single(Errors("Set-NginxUpstreamServer api * -NewAddress 10.0.0.4 -Path $args[0]", path)).FullyQualifiedErrorId, StringComparison.Ordinal);

        string[] Down() => [.. Invoke("(Get-NginxUpstream -Path $args[0]).Servers | Where-Object Down | ForEach-Object Address", path).Select(address => address.ToString()).Order()];
    }

    [Fact]
    public void What_failed_is_marked_down_through_the_pipeline()
    {
        string path = _folder.Write("dead.conf", $"upstream app {{\n    server unix:{_folder.Path}/a.sock;\n    server unix:{_folder.Path}/b.sock;\n}}\n");
        Assert.Equal("there is no such socket", Invoke("(Test-NginxUpstream -Path $args[0])[0].Reason", path).Single().ToString());
        Invoke("Test-NginxUpstream -Path $args[0] | Where-Object Healthy -eq $false | Set-NginxUpstreamServer -Down -WarningAction Ignore", path);
        Assert.Equal(["True", "True"], Invoke("(Get-NginxUpstream -Path $args[0]).Servers.Down", path).Select(down => down.ToString()));
    }

    [Fact]
    public void WhatIf_changes_nothing()
    {
        Invoke("Set-NginxUpstreamServer app 10.0.0.1:80 -Down -Path $args[0] -WhatIf", _path);
        Invoke("New-NginxLoadBalancer app 10.0.0.9:80 -Path $args[0] -Force -WhatIf", _path);
        Assert.Equal(Text, File.ReadAllText(_path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("Set-NginxUpstreamServer none 10.0.0.1:80 -Down -Path $args[0]", "NginxUpstreamNotFound")]
    [InlineData("Set-NginxUpstreamServer app 10.0.0.9:80 -Down -Path $args[0]", "NginxUpstreamServerNotFound")]
    [InlineData("Add-NginxUpstreamServer app 10.0.0.1:80 -Path $args[0]", "NginxUpstreamServerExists")]
    [InlineData("Add-NginxUpstreamServer app 'a b' -Path $args[0]", "InvalidValue")]
    [InlineData("Remove-NginxUpstreamServer app 10.0.0.1:80, 10.0.0.2:80 -Path $args[0]", "NginxUpstreamWouldBeEmpty")]
    [InlineData("New-NginxLoadBalancer app 10.0.0.1:80 -Path $args[0]", "NginxConfigurationExists")]
    [InlineData("New-NginxLoadBalancer 'a b' 10.0.0.1:80", "InvalidArgument")]
    [InlineData("Get-NginxUpstream none $args[0]", "NginxUpstreamNotFound")]
    [InlineData("Get-NginxConfiguration ($args[0] + 1)", "PathNotFound")]
    [InlineData("Get-NginxServer -NginxPath /none/nginx", "NginxNotFound")]
    [InlineData("Test-NginxUpstream -Server x:y", "InvalidValue")]
    [InlineData("Test-NginxUpstream -Server x:1 -BodyMatch '('", "InvalidValue")]
    [InlineData("Stop-NginxUpstreamMonitor none", "NginxMonitorNotFound")]
    public void Errors_have_ids_that_stay(string script, string id)
    {
        ErrorRecord error = Assert.Single(Errors(script, _path));
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(Text, File.ReadAllText(_path));
    }

    [Fact]
    public void A_monitor_takes_out_what_does_not_answer_and_stopping_brings_it_back()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        int open = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        using var closed = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        closed.Start();
        int shut = ((System.Net.IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        string text = $"upstream app {{\n    server 127.0.0.1:{open};\n    server 127.0.0.1:{shut};\n}}\n";
        string path = _folder.Write("watched.conf", text);
        Invoke("Start-NginxUpstreamMonitor watch -Path $args[0] -Interval 50ms -Fall 2 -Debounce 0 -WarningAction Ignore", path);
        try
        {
            Assert.StartsWith("NginxMonitorExists,", Assert.Single(Errors("Start-NginxUpstreamMonitor watch -Path $args[0] -WarningAction Ignore", path)).FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.True(SpinWait.SpinUntil(() => File.ReadAllText(path).Contains("down", StringComparison.Ordinal), TimeSpan.FromSeconds(30)));
            Assert.Equal(text.Replace($"{shut};", $"{shut} down; # marked down by NginxHa", StringComparison.Ordinal), File.ReadAllText(path));
            Assert.True(SpinWait.SpinUntil(() => Invoke("(Get-NginxUpstream app $args[0]).Servers[1].Health.Healthy", path).Single().BaseObject is false, TimeSpan.FromSeconds(30)));
            Assert.Equal("Session", Invoke("(Get-NginxUpstreamMonitor w*).Engine").Single().ToString());
        }
        finally
        {
            Invoke("Stop-NginxUpstreamMonitor watch");
        }

        Assert.Equal(text, File.ReadAllText(path));
        Assert.Empty(Invoke("Get-NginxUpstreamMonitor"));
    }

    [Fact]
    public void Servers_are_asked_and_quiet_is_one_answer()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        string address = $"127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}";
        PSObject result = Invoke("Test-NginxUpstream -Server $args[0]", address).Single();
        Assert.Equal((true, address, "connected"), (Property(result, "Healthy"), Property(result, "Address"), Property(result, "Reason")));
        Assert.Equal(true, Invoke("$args[0] | Test-NginxUpstream -Quiet", address).Single().BaseObject);
        listener.Stop();
        Assert.Equal(false, Invoke("$args[0] | Test-NginxUpstream -Quiet", address).Single().BaseObject);
    }

    [Fact]
    public void Names_of_upstreams_and_servers_are_completed_from_the_file()
    {
        Assert.Equal(["app"], Complete($"Get-NginxUpstream -Path {_path} -Name a"));
        Assert.Equal(["10.0.0.1:80", "10.0.0.2:80"], Complete($"Set-NginxUpstreamServer -Path {_path} -Upstream app -Server 10"));
    }

    private static object? Property(PSObject item, string name) => item.Properties[name].Value;

    private string[] Complete(string line) =>
    [
        .. Invoke("[System.Management.Automation.CommandCompletion]::CompleteInput($args[0], $args[0].Length, $null).CompletionMatches.CompletionText", line).Select(text => text.ToString()),
    ];

    private PSObject[] Invoke(string script, params object[] arguments) => ModuleFixture.Invoke(_runspace, script, arguments);

    private ErrorRecord[] Errors(string script, params object[] arguments)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        foreach (object argument in arguments)
        {
            shell.AddArgument(argument);
        }

        try
        {
            shell.Invoke();
        }
        catch (RuntimeException e)
        {
            return [e.ErrorRecord];
        }

        return [.. shell.Streams.Error];
    }
}
