using NginxHa.Topology;
using NginxHa.Topology.Keepalived;

namespace NginxHa.Tests.Unit.Topology.Keepalived;

public sealed class StatementParserTests
{
    [Theory]
    [InlineData("vrrp_sync_group G { group { A B } }")]
    [InlineData("vrrp_sync_group G\n{\ngroup\n{\nA B\n}\n}")]
    [InlineData("vrrp_sync_group G {group{A B}}")]
    public void Braces_may_stand_anywhere(string text)
    {
        KeepalivedDocument document = KeepalivedDocument.Parse(text);
        Assert.Empty(document.Findings);
        KeepalivedStatement group = Assert.Single(document.Statements);
        Assert.Equal(["vrrp_sync_group", "G"], group.Words);
        Assert.Equal(["A", "B"], group.Block![0].Block![0].Words);
    }

    [Fact]
    public void Braces_in_double_quotes_are_text()
    {
        KeepalivedDocument document = KeepalivedDocument.Parse("vrrp_script S {\nscript \"/bin/sh -c '{ a; }'\"\n}");
        Assert.Empty(document.Findings);
        Assert.Equal(["/bin/sh -c '{ a; }'"], document.Statements[0].Block![0].Arguments);
    }

    [Theory]
    [InlineData("vrrp_instance A {\nprority 5\n}", "UnknownKeyword", 2, "priority")]
    [InlineData("vrrp_instnce A {\npriority 5\n}", "UnknownKeyword", 1, "vrrp_instance")]
    [InlineData("vrrp_instance A {\nauthentication {\nauth_typ PASS\n}\n}", "UnknownKeyword", 3, "auth_type")]
    [InlineData("vrrp_instance A {\n", "MissingBrace", 1, null)]
    [InlineData("vrrp_instance A\n", "MissingBrace", 1, null)]
    [InlineData("vrrp_instance A\npriority 5\n}", "MissingBrace", 2, null)]
    [InlineData("vrrp_instance A {\n}\n}", "UnexpectedBrace", 3, null)]
    [InlineData("{\n}", "UnexpectedBrace", 1, null)]
    [InlineData("vrrp_instance A {\npriority 5 {\n}\n}", "UnexpectedBrace", 2, null)]
    [InlineData("vrrp_instance A {\ninterface \"eth0\n}", "UnterminatedQuote", 2, null)]
    [InlineData("include /nowhere/at.all", "IncludeNotFound", 1, null)]
    public void What_keepalived_refuses_is_found_with_its_line(string text, string id, int line, string? similar)
    {
        Finding finding = Assert.Single(KeepalivedDocument.Parse(text, "test.conf").Findings, f => f.Id == id);
        Assert.Equal(("test.conf", line), (finding.File, finding.Line));
        if (similar is not null)
        {
            Assert.Contains($"'{similar}'", finding.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_unknown_block_is_kept_with_what_it_holds()
    {
        KeepalivedDocument document = KeepalivedDocument.Parse("vrrp_instance A {\nfrobnicate {\n x 1\n}\npriority 5\n}");
        Assert.Equal(["frobnicate", "priority"], document.Statements[0].Block!.Select(s => s.Keyword));
        Assert.Equal("x 1", document.Statements[0].Block![0].Block![0].Text);
        Assert.Equal("UnknownKeyword", Assert.Single(document.Findings).Id);
    }

    [Fact]
    public void A_virtual_server_is_kept_without_a_word()
    {
        KeepalivedDocument document = KeepalivedDocument.Parse("virtual_server 10.0.0.1 80 {\nreal_server 10.0.0.2 80 {\nHTTP_GET {\nurl {\npath /\n}\n}\n}\n}");
        Assert.Empty(document.Findings);
        Assert.Equal("path /", document.Statements[0].Block![0].Block![0].Block![0].Block![0].Text);
    }

    [Fact]
    public void A_line_that_is_too_long_is_told() =>
        Assert.Contains(KeepalivedDocument.Parse("global_defs {\nrouter_id " + new string('x', 1100) + "\n}").Findings, f => f is { Id: "LineTooLong", Line: 2 });
}
