using NginxHa.Topology;
using NginxHa.Topology.Keepalived;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Topology.Keepalived;

public sealed class ImportTests
{
    [Theory]
    [InlineData("01-minimal", 0)]
    [InlineData("02-seed-master", 0)]
    [InlineData("05-braces-on-one-line", 0)]
    [InlineData("36-mistakes", 15)]
    public void Vectors_have_the_findings_that_they_should(string name, int errors)
    {
        KeepalivedConfiguration configuration = KeepalivedImporter.Import(KeepalivedDocument.ReadFile(Vector(name)));
        Assert.Equal(errors, configuration.Findings.Count(finding => finding.Severity == FindingSeverity.Error));
        Assert.All(configuration.Findings, finding => Assert.True(finding.Line > 0 && finding.File is not null, finding.ToString()));
    }

    [Fact]
    public void The_mistakes_are_told_with_their_lines() => Assert.Equal(
        [
            (3, "UnknownState"), (5, "ValueOutOfRange"), (6, "ValueOutOfRange"), (7, "ValueCorrected"), (8, "UnicastTtlIgnored"), (11, "InvalidAddress"), (12, "FamilyMismatch"),
            (13, "MissingValue"), (14, "UnknownOption"), (17, "UnknownTrack"), (19, "InvalidSwitch"), (21, "DuplicateName"), (35, "UnknownKeyword"), (38, "UnknownMember"),
        ],
        KeepalivedImporter.Import(KeepalivedDocument.ReadFile(Vector("36-mistakes"))).Findings
            .Select(finding => (finding.Line, finding.Id)).Where(pair => pair.Id != "EngineRefuses").Distinct().Order());

    [Fact]
    public void The_seed_is_understood_and_its_mail_is_kept()
    {
        KeepalivedConfiguration configuration = KeepalivedImporter.Import(KeepalivedDocument.ReadFile(Vector("02-seed-master")));
        VrrpInstanceOptions instance = Assert.Single(configuration.Node.Instances);
        Assert.Equal("LVS_MASTER", configuration.Node.Name);
        Assert.Equal((VrrpInitialState.Master, (byte)51, (byte)100, VrrpVersion.V2), (instance.InitialState, instance.VirtualRouterId, instance.Priority, instance.Version));
        Assert.Equal("192.168.139.200/32", Assert.Single(instance.VirtualAddresses).ToString());
        Assert.Equal("1111"u8.ToArray(), instance.Authentication.Secret.ToArray());
        Assert.Equal(["notification_email", "notification_email_from", "smtp_server", "smtp_connect_timeout"], configuration.Kept.Select(kept => kept.Statement.Keyword));
        Assert.All(configuration.Kept, kept => Assert.Contains("mail", kept.Reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("state MASTER", 255, VrrpInitialState.Master)]
    [InlineData("state BACKUP", 100, VrrpInitialState.Backup)]
    [InlineData("priority 255", 255, VrrpInitialState.Master)]
    [InlineData("priority 254", 254, VrrpInitialState.Backup)]
    [InlineData("priority 0", 100, VrrpInitialState.Backup)]
    [InlineData("state MASTER\nstate BACKUP\npriority 7", 7, VrrpInitialState.Master)]
    public void State_and_priority_follow_from_each_other(string lines, byte priority, VrrpInitialState state)
    {
        VrrpInstanceOptions instance = Import(lines).Node.Instances[0];
        Assert.Equal((priority, state), (instance.Priority, instance.InitialState));
    }

    [Theory]
    [InlineData("advert_int 1.5", 2)]
    [InlineData("advert_int 0.2", 1)]
    [InlineData("version 3\nadvert_int 0.125", 0.13)]
    [InlineData("version 3\nadvert_int 60", 40.95)]
    public void Intervals_are_rounded_as_keepalived_does(string lines, double seconds)
    {
        KeepalivedConfiguration configuration = Import(lines);
        Assert.Equal(TimeSpan.FromSeconds(seconds), configuration.Node.Instances[0].AdvertisementInterval);
        Assert.Contains(configuration.Findings, finding => finding.Id == "IntervalCorrected");
    }

    /// <summary>Our own default is another one: what keepalived does without the word has to be said.</summary>
    [Theory]
    [InlineData("priority 9", false)]
    [InlineData("higher_prio_send_advert", true)]
    [InlineData("higher_prio_send_advert no", false)]
    public void Without_a_word_a_master_gives_way_silently_as_keepalived_does(string lines, bool expected) =>
        Assert.Equal(expected, Assert.Single(Import(lines).Node.Instances).HigherPrioritySendAdvert);

    [Theory]
    [InlineData("nopreempt\nstate MASTER\npriority 9", "NoPreemptIgnored")]
    [InlineData("preempt_delay 5\nstate MASTER\npriority 9", "PreemptDelayIgnored")]
    [InlineData("preempt_delay 5\nnopreempt", "PreemptDelayIgnored")]
    [InlineData("version 3\nauthentication {\nauth_type PASS\nauth_pass x\n}", "AuthenticationIgnored")]
    [InlineData("authentication {\nauth_type PASS\nauth_pass 123456789\n}", "PasswordCut")]
    [InlineData("track_interface {\neth0\n}", "OwnInterfaceTracked")]
    [InlineData("priority 255\ntrack_interface {\neth1 weight 5\n}", "WeightIgnored")]
    [InlineData("virtual_rules {\nfrom 192.0.2.1 table 5\n}", "RuleWithoutPreference")]
    public void What_keepalived_corrects_is_told(string lines, string id) => Assert.Contains(Import(lines).Findings, finding => finding.Id == id);

    [Fact]
    public void Nothing_is_dropped_without_a_word()
    {
        // Every statement of every vector is taken over, kept, or told.
        foreach (string path in Directory.GetFiles(Path.GetDirectoryName(Vector("x"))!, "*.conf"))
        {
            KeepalivedDocument document = KeepalivedDocument.ReadFile(path);
            KeepalivedConfiguration configuration = KeepalivedImporter.Import(document);
            string again = KeepalivedExporter.Export(configuration).Text;
            HashSet<int> told = [.. configuration.Findings.Select(finding => finding.Line)];
            HashSet<string> kept = [.. configuration.Kept.SelectMany(statement => (statement.Statement.Block ?? []).Prepend(statement.Statement)).Select(statement => statement.Keyword)];
            foreach (KeepalivedStatement statement in document.Statements.SelectMany(s => s.Block ?? []).Where(s => s.Block is null))
            {
                bool known = again.Contains(statement.Keyword, StringComparison.Ordinal) || kept.Contains(statement.Keyword) || told.Contains(statement.Position.Line) || IsDefault(statement);
                Assert.True(known, $"{path}: {statement.Position}: {statement.Text}");
            }
        }
    }

    // Said in the file, but no more than what is the case without it; or a default of all instances that is written to each.
    private static bool IsDefault(KeepalivedStatement statement) => statement.Keyword is "preempt" or "accept" or "native_ipv6" or "garp_master_refresh"
        or "garp_master_refresh_repeat" or "down_timer_adverts" or "lower_prio_no_advert" or "higher_prio_send_advert" or "full_command"
        or "garp_interval" or "delay" || statement.Keyword.StartsWith("vrrp_", StringComparison.Ordinal) || statement.Block is not null
        || statement.Keyword is "weight" or "process" or "quorum" or "real_server" or "delay_loop" or "user" or "file" or "group";

    private static KeepalivedConfiguration Import(string lines) => KeepalivedImporter.Import(KeepalivedDocument.Parse(
        $"vrrp_instance A {{\ninterface eth0\nvirtual_router_id 1\n{lines}\nvirtual_ipaddress {{\n192.0.2.1/24\n}}\n}}"));

    private static string Vector(string name) => Path.Combine(AppContext.BaseDirectory, "Vectors", "keepalived", name + ".conf");
}
