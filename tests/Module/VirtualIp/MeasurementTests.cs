using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Net.Sockets;

namespace NginxHa.Tests.ModuleTests.VirtualIp;

/// <summary>Alone, because a removal of the module stops what runs only when no other runspace has it.</summary>
[Collection(WholeProcess.Name)]
public sealed class MeasurementTests : IDisposable
{
    private readonly HttpListener _server = new();
    private readonly string _uri;

    public MeasurementTests()
    {
        var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        _uri = $"http://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}/";
        port.Stop();
        _server.Prefixes.Add(_uri);
        _server.Start();
        _ = AnswerAsync();
    }

    public void Dispose() => _server.Close();

    [Fact]
    public void A_count_gives_one_report_with_the_server_that_answered()
    {
        PSObject report = Assert.Single(ModuleFixture.Invoke("Measure-VirtualIp $args[0] -Count 10 -RequestTimeout 10s -ServerHeader X-Node", _uri));
        Assert.Equal("NginxHa.Nginx.Measurement.AvailabilityReport", report.TypeNames[0]);
        Assert.Equal(10L, report.Properties["Requests"].Value);
        Assert.Equal(0L, report.Properties["Failed"].Value);
        Assert.Equal("node1", ModuleFixture.Invoke("$args[0].Timeline[0].Server", report).Single().BaseObject);
    }

    [Fact]
    public void A_background_measurement_has_a_report_of_its_own_for_each_stretch()
    {
        PSObject[] output = ModuleFixture.Invoke(
            """
            $measurement = Start-VirtualIpMeasurement $args[0] -Interval 1ms -RequestTimeout 2s
            while ($measurement.Report.Requests -lt 5) { [System.Threading.Thread]::Sleep(1) }
            $first = $measurement | Receive-VirtualIpMeasurement -Reset
            while ($measurement.Report.Requests -lt 5) { [System.Threading.Thread]::Sleep(1) }
            $second = Stop-VirtualIpMeasurement $measurement
            $first.Requests -ge 5
            $second.Requests -ge 5
            $first.Pending + $second.Pending
            $first.Started + $first.Elapsed -eq $second.Started
            $measurement.IsRunning
            """,
            _uri);
        Assert.Equal([true, true, 0L, true, false], output.Select(value => value.BaseObject));
    }

    [Fact]
    public void Removing_the_module_ends_a_background_measurement()
    {
        using Runspace runspace = ModuleFixture.Open();
        PSObject running = ModuleFixture.Invoke(
            runspace,
            "$measurement = Start-VirtualIpMeasurement $args[0]; Remove-Module NginxHa; while ($measurement.IsRunning) { [System.Threading.Thread]::Sleep(1) }; $measurement.IsRunning",
            _uri).Single();
        Assert.Equal(false, running.BaseObject);
    }

    [Theory]
    [InlineData("Measure-VirtualIp ftp://127.0.0.1/ -Count 1", "InvalidArgument,NginxHa.Cmdlets.Commands.VirtualIp.MeasureVirtualIpCommand", ErrorCategory.InvalidArgument)]
    [InlineData("Measure-VirtualIp http://127.0.0.1/ -Count 1 -Interval 0", "InvalidArgument,NginxHa.Cmdlets.Commands.VirtualIp.MeasureVirtualIpCommand", ErrorCategory.InvalidArgument)]
    [InlineData("Measure-VirtualIp http://127.0.0.1/ -Count 1 -ServerPattern '('", "InvalidValue,NginxHa.Cmdlets.Commands.VirtualIp.MeasureVirtualIpCommand", ErrorCategory.InvalidArgument)]
    [InlineData("Start-VirtualIpMeasurement http://127.0.0.1/ -NetworkNamespace no-such-namespace", "NetworkNamespaceNotFound,NginxHa.Cmdlets.Commands.VirtualIp.StartVirtualIpMeasurementCommand", ErrorCategory.ObjectNotFound)]
    public void Bad_parameters_have_stable_errors(string script, string id, ErrorCategory category)
    {
        using Runspace runspace = ModuleFixture.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        RuntimeException error = Assert.ThrowsAny<RuntimeException>(() => shell.AddScript("$ErrorActionPreference = 'Stop'; " + script).Invoke());
        Assert.Equal((id, category), (error.ErrorRecord.FullyQualifiedErrorId, error.ErrorRecord.CategoryInfo.Category));
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _server.GetContextAsync();
                context.Response.AddHeader("X-Node", "node1");
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
