using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.Versioning;
using NginxHa.Cmdlets.Commands.Vrrp;
using NginxHa.Control;
using NginxHa.Tests.Unit.Control;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Unit.Cmdlets.Vrrp;

/// <summary>How the cmdlets find the agent when nothing is put in its place.</summary>
[SupportedOSPlatform("linux")]
[Collection(ModuleStateCollection.Name)]
public sealed class AgentAddressTests : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable(ControlAddress.Variable);

    public void Dispose() => Environment.SetEnvironmentVariable(ControlAddress.Variable, _before);

    [Fact]
    public async Task The_environment_says_where_the_agent_is_and_may_change_its_mind()
    {
        await using var first = new ControlHost();
        await using var second = new ControlHost();
        first.Agent.Declared.Add("x");
        await first.Engine.StartAsync(Options("in-first"), TestContext.Current.CancellationToken);
        await second.Engine.StartAsync(Options("in-second"), TestContext.Current.CancellationToken);
        Assert.Equal("in-first", Assert.Single(Run(first.Address, "Get-VrrpInstance").Output));
        Assert.Equal("in-second", Assert.Single(Run(second.Address, "Get-VrrpInstance").Output));
        Assert.Equal("in-second", Assert.Single(Run(second.Address, "Get-VrrpInstance -Engine Agent").Output));
    }

    [Fact]
    public async Task Without_an_agent_the_session_alone_is_asked()
    {
        await using var host = new ControlHost(start: false);
        Assert.Equal(([], []), Run(host.Address, "Get-VrrpInstance"), Same);
        Assert.Equal(([], ["AgentUnavailable"]), Run(host.Address, "Get-VrrpInstance -Engine Agent"), Same);
    }

    [Fact]
    public async Task An_agent_that_this_user_may_not_speak_to_is_left_out_or_an_error_when_it_is_meant()
    {
        await using var host = new ControlHost(settings => settings with { AllowedUserIds = [4_000_000] });
        Assert.Equal(([], []), Run(host.Address, "Get-VrrpInstance"), Same);
        Assert.Equal(([], ["PermissionDenied"]), Run(host.Address, "Get-VrrpInstance -Engine Agent"), Same);
    }

    private static bool Same((string[] Output, string[] Errors) left, (string[] Output, string[] Errors) right) =>
        left.Output.SequenceEqual(right.Output) && left.Errors.SequenceEqual(right.Errors);

    private static NginxHa.Vrrp.Options.VrrpInstanceOptions Options(string name) => new() { Name = name, Interface = "eth0", VirtualRouterId = 1 };

    private static (string[] Output, string[] Errors) Run(string address, string script)
    {
        Environment.SetEnvironmentVariable(ControlAddress.Variable, address);
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Get-VrrpInstance", typeof(GetVrrpInstanceCommand), helpFileName: null));
        using PowerShell shell = PowerShell.Create(state);
        string[] output = [.. shell.AddScript(script).Invoke().Select(value => ((VrrpInstanceStatus)value.BaseObject).Name)];
        return (output, [.. shell.Streams.Error.Select(error => error.FullyQualifiedErrorId.Split(',')[0])]);
    }
}
