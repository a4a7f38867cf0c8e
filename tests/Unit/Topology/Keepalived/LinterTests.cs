using NginxHa.Topology;
using NginxHa.Topology.Keepalived;

namespace NginxHa.Tests.Unit.Topology.Keepalived;

public sealed class LinterTests
{
    [Theory]
    [InlineData("state MASTER", "MissingPriority", 4)]
    [InlineData("priority 50\nstate MASTER", "LowMaster", 5)]
    [InlineData("priority 50\ntrack_interface {\neth1 weight 253 \n}\nauthentication {\nauth_type PASS\nauth_pass x\n}", "PasswordIsReadable", 8)]
    [InlineData("priority 254\ntrack_interface {\neth1 weight 20\n}", "WeightWithoutEffect", 5)]
    [InlineData("priority 1\ntrack_interface {\neth1 weight -20\n}", "WeightWithoutEffect", 5)]
    [InlineData("priority 50\nmcast_src_ip 192.0.2.1", "VirtualAddressIsSource", 6)]
    [InlineData("priority 50\nunicast_src_ip 192.0.2.9\nunicast_peer {\n192.0.2.9\n}", "PeerIsSelf", 6)]
    [InlineData("priority 50\nnotify hook.sh", "RelativeProgram", 5)]
    public void What_keepalived_does_not_tell_is_found_with_its_line(string lines, string id, int line)
    {
        Finding finding = Assert.Single(Lint(lines), f => f.Id == id);
        Assert.Equal(line, finding.Line);
    }

    [Fact]
    public void A_good_instance_has_no_findings() => Assert.Empty(Lint("state BACKUP\npriority 50\ntrack_interface {\neth1 weight -20\n}"));

    [Fact]
    public void Two_instances_with_the_same_id_or_address_are_found()
    {
        const string Instance = "vrrp_instance {0} {{\ninterface eth0\nvirtual_router_id 1\npriority 5\nvirtual_ipaddress {{\n192.0.2.1/24\n}}\n}}\n";
        IReadOnlyList<Finding> findings = LintText(string.Format(System.Globalization.CultureInfo.InvariantCulture, Instance, "A") + string.Format(System.Globalization.CultureInfo.InvariantCulture, Instance, "B"));
        Assert.Equal([("DuplicateVirtualRouterId", 11), ("DuplicateVirtualAddress", 13)], findings.Select(f => (f.Id, f.Line)));
    }

    [Theory]
    [InlineData("eth0", "2001:db8::1/64")]
    [InlineData("eth1", "192.0.2.2/24")]
    public void One_id_for_the_other_family_or_on_another_interface_is_no_finding(string link, string address) => Assert.Empty(LintText($$"""
        vrrp_instance A {
          interface eth0
          virtual_router_id 1
          priority 5
          virtual_ipaddress { 192.0.2.1/24 }
        }
        vrrp_instance B {
          interface {{link}}
          virtual_router_id 1
          priority 5
          version 3
          virtual_ipaddress { {{address}} }
        }

        """));

    [Fact]
    public void A_program_that_others_can_change_is_found()
    {
        string program = Path.Combine(Path.GetTempPath(), $"nha-lint-{Environment.ProcessId}.sh");
        File.WriteAllText(program, "#!/bin/sh\n");
        try
        {
            KeepalivedDocument document = KeepalivedDocument.Parse($"vrrp_instance A {{\ninterface eth0\nvirtual_router_id 1\npriority 5\nnotify \"{program} x\"\nvirtual_ipaddress {{\n192.0.2.1/24\n}}\n}}");
            KeepalivedConfiguration configuration = KeepalivedImporter.Import(document);
            Assert.Empty(KeepalivedLinter.Lint(document, configuration, looksAtFiles: false));

            // It is not executable, and when root asks, /tmp is open to all.
            Finding finding = Assert.Single(KeepalivedLinter.Lint(document, configuration, looksAtFiles: true));
            Assert.Equal(("UntrustedProgram", 5), (finding.Id, finding.Line));
        }
        finally
        {
            File.Delete(program);
        }
    }

    [Theory]
    [InlineData(0, "", KeepalivedOutcome.Accepted)]
    [InlineData(0, "something", KeepalivedOutcome.Warned)]
    [InlineData(5, "(VI_1) x", KeepalivedOutcome.Warned)]
    [InlineData(6, "SECURITY VIOLATION", KeepalivedOutcome.Warned)]
    [InlineData(4, "no file", KeepalivedOutcome.Refused)]
    [InlineData(143, "", KeepalivedOutcome.None)]
    public void Exit_codes_of_keepalived_have_a_meaning(int exitCode, string text, KeepalivedOutcome outcome) =>
        Assert.Equal(outcome, KeepalivedProgram.Judge(exitCode, text, "f").Outcome);

    [Theory]
    [InlineData("(a.conf: Line 12) Unknown keyword 'x'", "a.conf", 12, "Unknown keyword 'x'")]
    [InlineData("(Line 3) Missing '{'", "f", 3, "Missing '{'")]
    [InlineData("(VI_1) the virtual router id must be set", "f", 0, "(VI_1) the virtual router id must be set")]
    public void Lines_of_keepalived_become_findings(string text, string file, int line, string message)
    {
        Finding finding = Assert.Single(KeepalivedProgram.Judge(5, text, "f").Findings);
        Assert.Equal((file, line, message), (finding.File, finding.Line, finding.Message));
    }

    private static IReadOnlyList<Finding> Lint(string lines) =>
        LintText($"vrrp_instance A {{\ninterface eth0\nvirtual_router_id 1\n{lines}\nvirtual_ipaddress {{\n192.0.2.1/24\n}}\n}}");

    private static IReadOnlyList<Finding> LintText(string text)
    {
        KeepalivedDocument document = KeepalivedDocument.Parse(text);
        return KeepalivedLinter.Lint(document, KeepalivedImporter.Import(document), looksAtFiles: false);
    }
}
