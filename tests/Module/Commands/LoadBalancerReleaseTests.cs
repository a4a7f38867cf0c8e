using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NginxHa.Tests.ModuleTests.Commands;

/// <summary>A load balancer is written for the nginx that will read it. One of them is found by the PATH of the process.</summary>
[Collection(WholeProcess.Name)]
public sealed class LoadBalancerReleaseTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Runspace _runspace = ModuleFixture.Open();

    public void Dispose()
    {
        _runspace.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("nginx version: nginx/1.27.3", false)]
    [InlineData("nginx version: nginx/1.27.4", true)]
    public void A_directive_that_came_later_is_for_those_that_have_it(string says, bool keeps)
    {
        string text = Invoke("New-NginxLoadBalancer app 10.0.0.1:80 -NginxPath $args[0]", Nginx(says)).Single().ToString();
        Assert.Equal(keeps, text.Contains("    keepalive_min_timeout 2s;\n", StringComparison.Ordinal));
    }

    [Fact]
    public void The_text_can_be_had_beside_an_nginx_that_does_not_answer_as_one()
    {
        string nginx = Nginx("something else");
        const string Script = "$path = $env:PATH; try { $env:PATH = $args[0]; New-NginxLoadBalancer app 10.0.0.1:80 -Verbose 4>&1 } finally { $env:PATH = $path }";
        PSObject[] given = Invoke(Script, _folder.Path);
        Assert.Contains($"\"{nginx}\" is no nginx", Assert.IsType<VerboseRecord>(given[0].BaseObject).Message, StringComparison.Ordinal);
        string text = Assert.IsType<string>(given[1].BaseObject);
        Assert.Contains("upstream app {", text, StringComparison.Ordinal);
        Assert.DoesNotContain("keepalive_min_timeout", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_was_named_has_to_answer()
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript("New-NginxLoadBalancer app 10.0.0.1:80 -NginxPath $args[0]").AddArgument(Nginx("something else"));
        Assert.Empty(shell.Invoke());
        Assert.StartsWith("NginxProgramFailed,", Assert.Single(shell.Streams.Error).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void None_is_asked_for_a_text_that_all_of_them_read()
    {
        string text = Invoke("New-NginxLoadBalancer db 10.0.0.1:5432 -Protocol Stream -Listen 5432 -NginxPath $args[0]", Nginx("something else")).Single().ToString();
        Assert.Contains("upstream db {", text, StringComparison.Ordinal);
    }

    /// <summary>A program that says something when it is asked what it is.</summary>
    private string Nginx(string says)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a script in the place of nginx");
        string path = _folder.Write("nginx", $"#!/bin/sh\necho '{says}' >&2\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    private PSObject[] Invoke(string script, params object[] arguments) => ModuleFixture.Invoke(_runspace, script, arguments);
}
