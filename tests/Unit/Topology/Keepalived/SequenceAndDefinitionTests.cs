using NginxHa.Topology;
using NginxHa.Topology.Keepalived;

namespace NginxHa.Tests.Unit.Topology.Keepalived;

public sealed class SequenceAndDefinitionTests
{
    [Fact]
    public void Definitions_are_replaced_with_and_without_braces()
    {
        KeepalivedDocument document = Parse("$NET=192.168.1\n$PRIO = 5\nvrrp_instance A {\n priority $PRIO\n virtual_ipaddress {\n ${NET}.200/24\n $NET/24\n}\n}");
        Assert.Equal(["$PRIO = 5", "vrrp_instance A"], document.Statements.Select(s => s.Text));
        KeepalivedStatement instance = document.Statements[1];
        Assert.Equal("priority $PRIO", instance.Block![0].Text);
        Assert.Equal(["192.168.1.200/24", "$NET/24"], instance.Block[1].Block!.Select(s => s.Text));
    }

    [Fact]
    public void A_definition_is_replaced_when_it_is_used_not_when_it_is_made() =>
        Assert.Equal("router_id two", Single("$B=one\n$A=$B\n$B=two\nglobal_defs {\nrouter_id $A\n}"));

    [Fact]
    public void A_definition_of_several_lines_becomes_several_statements()
    {
        KeepalivedDocument document = Parse("$INST= \\\n vrrp_instance A { \\\n priority $P \\\n }\n\n$P=77\n$INST\n");
        Assert.Equal("vrrp_instance A", document.Statements[0].Text);
        Assert.Equal("priority 77", Assert.Single(document.Statements[0].Block!).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  # a comment")]
    public void An_empty_line_or_a_comment_ends_a_definition_of_several_lines(string line)
    {
        KeepalivedDocument document = Parse($"$M= \\\npriority 1 \\\n{line}\npriority 2\nvrrp_instance A {{\n$M\n}}");
        Assert.Equal(["priority 2", "vrrp_instance A"], document.Statements.Select(s => s.Text));
        Assert.Equal(["priority 1"], document.Statements[1].Block!.Select(s => s.Text));
    }

    [Fact]
    public void A_backslash_does_not_save_a_comment_sign_from_the_second_reading()
    {
        KeepalivedDocument document = Parse("global_defs {\nrouter_id a\\#b\n}");
        Assert.Equal("router_id a", document.Statements[0].Block![0].Text);
        Assert.Equal(("EscapedCommentSign", 2), (Assert.Single(document.Findings).Id, document.Findings[0].Line));
    }

    [Fact]
    public void A_definition_of_several_lines_is_replaced_at_the_end_of_a_line_only() =>
        Assert.Equal("router_id $M x", Single("$M=a \\\nb\nglobal_defs {\nrouter_id $M x\n}"));

    [Fact]
    public void Definitions_that_call_each_other_end_with_an_error()
    {
        KeepalivedDocument document = Parse("$A=$B\n$B=$A\nglobal_defs {\nrouter_id $A\n}");
        Assert.Contains(document.Findings, f => f.Id == "EndlessDefinition" && f.Line == 4 && f.Severity == FindingSeverity.Error);
    }

    [Theory]
    [InlineData("~SEQ(I, 3) 10.0.0.$I", "10.0.0.1 10.0.0.2 10.0.0.3")]
    [InlineData("~SEQ(I, 4, 2) 10.0.0.$I", "10.0.0.4 10.0.0.3 10.0.0.2")]
    [InlineData("~SEQ(I, 1, 4, 10) 10.0.0.$I", "10.0.0.1 10.0.0.5 10.0.0.9")]
    [InlineData("~SEQ(I,0x0a,012)  10.0.0.$I", "10.0.0.10")]
    [InlineData("~SEQx(I, 9, 11) fe80::$I", "fe80::9 fe80::a fe80::b")]
    [InlineData("~SEQ(I, 1, $END) 10.0.0.$I", "10.0.0.1 10.0.0.2")]
    [InlineData("~LST(A, x, y) 10.$A", "10.x 10.y")]
    [InlineData("~LST({A,B}, {1,2}, {3}, {5, 6}) ${A}.${B}", "1.2 3. 5.6")]
    [InlineData("~SEQ(I, 1, 2) ~SEQ(J, 1, 2) ${I}.$J", "1.1 1.2 2.1 2.2")]
    public void Repetitions_write_one_line_for_each_value(string line, string expected)
    {
        KeepalivedDocument document = Parse($"$END=2\nvrrp_instance A {{\nvirtual_ipaddress {{\n{line}\n}}\n}}");
        Assert.Empty(document.Findings);
        Assert.Equal(expected, string.Join(' ', document.Statements[0].Block![0].Block!.Select(s => s.Text)));
    }

    [Theory]
    [InlineData("~SEQ(I, 1, 0, 3) $I")]
    [InlineData("~SEQ(I, 1, -1, 3) $I")]
    [InlineData("~SEQ(I, x) $I")]
    [InlineData("~SEQ() $I")]
    [InlineData("~SEQx(I, -3) $I")]
    [InlineData("~SEQ(I, 1, 2000000000) $I")]
    [InlineData("~LST(A) $A")]
    [InlineData("~LST({A}, {1,2}) $A")]
    public void A_repetition_that_cannot_be_is_refused(string line) =>
        Assert.Contains(Parse(line).Findings, f => f is { Id: "InvalidSequence", Line: 1 });

    [Theory]
    [InlineData(null, "priority 3")]
    [InlineData("high", "priority 1,priority 3")]
    [InlineData("low", "priority 2")]
    public void Conditions_compare_the_configuration_id(string? id, string expected)
    {
        KeepalivedDocument document = KeepalivedDocument.Parse(
            "vrrp_instance A {\n@high priority 1\n@low priority 2\n@^low priority 3\n@low\n}",
            options: new KeepalivedReadOptions { ConfigurationId = id });
        Assert.Equal(expected, string.Join(',', document.Statements[0].Block!.Select(s => s.Text)));
    }

    [Theory]
    [InlineData("router_id \"a ${_HASH} b\"", "router_id \"a # b\"")]
    [InlineData("router_id a${_BANG}b", "router_id a")]
    [InlineData("router_id x${_INSTANCE}y", "router_id xid1y")]
    public void Standard_definitions_are_known(string line, string expected)
    {
        KeepalivedDocument document = KeepalivedDocument.Parse($"global_defs {{\n{line}\n}}", options: new KeepalivedReadOptions { ConfigurationId = "id1" });
        Assert.Equal(expected, Assert.Single(document.Statements[0].Block!).Text);
    }

    [Fact]
    public void A_random_number_keeps_to_its_bounds_and_is_told()
    {
        KeepalivedDocument document = KeepalivedDocument.Parse("vrrp_instance A {\npriority ${_RANDOM 20 22}\n}", options: new KeepalivedReadOptions { RandomSeed = 1 });
        Assert.InRange(int.Parse(document.Statements[0].Block![0].Arguments[0], System.Globalization.CultureInfo.InvariantCulture), 20, 22);
        Assert.Contains(document.Findings, f => f.Id == "RandomValue");
    }

    private static KeepalivedDocument Parse(string text) => KeepalivedDocument.Parse(text);

    private static string Single(string text) => Assert.Single(Parse(text).Statements[0].Block!).Text;
}
