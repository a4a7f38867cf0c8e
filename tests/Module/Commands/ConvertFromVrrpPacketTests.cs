using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NginxHa.Tests.ModuleTests.Commands;

public class ConvertFromVrrpPacketTests
{
    // The message of draft-cassen-vrrp-auth-hmac: its checksum has no pseudo-header.
    private const string Message = "3133c80100644402c0000264";

    private static readonly string Captures = Repository.PathOf("tests", "Vectors", "vrrp", "keepalived-2.2.7");

    [Theory]
    [InlineData(Message)]
    [InlineData("31 33 c8 01 00 64 44 02 c0 00 02 64")]
    [InlineData("0x31,0x33,0xC8,0x01, 00:64-44:02\nC0000264")]
    public void Hexadecimal_text_however_it_is_written(string text)
    {
        PSObject report = Assert.Single(Run("$args[0] | ConvertFrom-VrrpPacket -Source 198.51.100.10 -TimeToLive 255 -ChecksumMode MessageOnly", text));
        Assert.Equal(true, Property(report, "IsValid"));
        Assert.Equal("None", Property(report, "Reason")!.ToString());
        Assert.Equal(51, Property(report, "VirtualRouterId"));
        Assert.Equal(200, Property(report, "Priority"));
        Assert.Equal(Message, Property(report, "Hex"));
    }

    [Fact]
    public void The_default_is_what_keepalived_accepts()
    {
        PSObject report = Assert.Single(Run($"ConvertFrom-VrrpPacket '{Message}' -Source 198.51.100.10 -TimeToLive 64 -MinimumTimeToLive 64"));
        Assert.Equal("BadChecksum", Property(report, "Reason")!.ToString());
        Assert.Equal("MessageOnly", Property(report, "ChecksumForm")!.ToString());
        report = Assert.Single(Run($"ConvertFrom-VrrpPacket '{Message}' -TimeToLive 64"));
        Assert.Equal("BadTimeToLive", Property(report, "Reason")!.ToString());
    }

    [Theory]
    [InlineData("ConvertFrom-VrrpPacket -InputObject $args[0]")]
    [InlineData(",$args[0] | ConvertFrom-VrrpPacket")]
    [InlineData("$args[0] | ConvertFrom-VrrpPacket")]
    [InlineData("ConvertFrom-VrrpPacket -InputObject @(foreach ($b in $args[0]) { [int]$b })")]
    public void Bytes_whole_or_one_after_the_other(string script)
    {
        PSObject report = Assert.Single(Run(script, Convert.FromHexString(Message)));
        Assert.Equal(200, Property(report, "Priority"));
    }

    [Fact]
    public void One_object_for_each_input_good_or_bad_in_order()
    {
        PSObject[] reports = Run("'', '31', $args[0], '4133c80100644402c0000264' | ConvertFrom-VrrpPacket -ChecksumMode Either", Message);
        Assert.Equal(["TooShort", "TooShort", "None", "BadVersion"], reports.Select(r => Property(r, "Reason")!.ToString()));
    }

    [Theory]
    [InlineData("v3-ipv6.pcap", 5)]
    [InlineData("v2-ah.pcap", 6)]
    public void A_capture(string name, int count)
    {
        string path = Path.Combine(Captures, name);
        foreach (string script in new[] { "ConvertFrom-VrrpPacket -Path $args[0]", "[System.IO.FileInfo]::new($args[0]) | ConvertFrom-VrrpPacket" })
        {
            PSObject[] reports = Run(script, path);
            Assert.Equal(count, reports.Length);
            Assert.All(reports, r => Assert.Equal(true, Property(r, "IsValid")));
        }
    }

    [Theory]
    [InlineData("ConvertFrom-VrrpPacket 'zz'", "InvalidData", "position 1")]
    [InlineData("ConvertFrom-VrrpPacket '313'", "InvalidData", "position 3")]
    [InlineData("ConvertFrom-VrrpPacket 3133", "InvalidValue", "in quotes")]
    [InlineData("ConvertFrom-VrrpPacket '31' -Source eth0", "InvalidValue", "Source is 'eth0'")]
    [InlineData("ConvertFrom-VrrpPacket '31' -Source 192.0.2.1 -Destination ff02::12", "InvalidCombination", "one address family")]
    [InlineData("ConvertFrom-VrrpPacket -Path /nowhere/x.pcap", "PathNotFound", "/nowhere/x.pcap")]
    [InlineData("ConvertFrom-VrrpPacket -Path $args[0]", "InvalidData", "neither pcap nor pcapng")]
    public void Input_that_is_none_is_an_error_with_a_name(string script, string id, string part)
    {
        using Runspace runspace = ModuleFixture.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddScript(script).AddArgument(Repository.Manifest);
        ErrorRecord error;
        try
        {
            Assert.Empty(shell.Invoke());
            error = Assert.Single(shell.Streams.Error);
        }
        catch (RuntimeException e)
        {
            error = e.ErrorRecord;
        }

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(part, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_input_does_not_stop_the_next()
    {
        using Runspace runspace = ModuleFixture.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddScript("'zz', $args[0] | ConvertFrom-VrrpPacket").AddArgument(Message);
        Assert.Single(shell.Invoke());
        Assert.Single(shell.Streams.Error);
    }

    private static object? Property(PSObject report, string name) => report.Properties[name].Value;

    private static PSObject[] Run(string script, params object[] arguments) => ModuleFixture.Invoke(script, arguments);
}
