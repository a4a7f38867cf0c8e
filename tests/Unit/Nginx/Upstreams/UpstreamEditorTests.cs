using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Tests.Unit.Nginx.Upstreams;

public sealed class UpstreamEditorTests
{
    private const string Text = "upstream a {\n    least_conn;\n    server one:80  weight=2 max_fails=3; # first\n    server two:80;\n\n    keepalive 8;\n}\n";

    public static TheoryData<string> Layouts =>
    [
        "upstream a {\n    server one:80 weight=2;\n}\n",
        "upstream a {\n    server one:80; # why\n    server two;\n}\n",
        "upstream a {\r\n  server one:80;\r\n}",
        "upstream a { server one:80; server two; }\n",
        "upstream a { server one:80; } # end\n",
        "upstream a {server\n one:80\n ; }",
        "upstream a {\r\n  server one:80; server two:81;\r\n}\r\n",
    ];

    [Fact]
    public void A_server_is_added_after_the_last() =>
        AssertEdit(
            (edit, upstream) => UpstreamEditor.Add(edit, upstream, Settings("three:80") with { Weight = 4, FailTimeout = TimeSpan.FromSeconds(90), Backup = true, Down = false }),
            Text.Replace("two:80;\n", "two:80;\n    server three:80 weight=4 fail_timeout=1m30s backup;\n", StringComparison.Ordinal));

    [Fact]
    public void Setting_changes_what_is_asked_and_keeps_the_rest() =>
        AssertEdit(
            (edit, upstream) => Assert.True(UpstreamEditor.Set(edit, upstream.Servers[0], new UpstreamServerSettings { Weight = 9, MaxConns = 5 })),
            Text.Replace("weight=2 max_fails=3", "weight=9 max_fails=3 max_conns=5", StringComparison.Ordinal));

    [Fact]
    public void Setting_what_is_so_already_changes_nothing() =>
        AssertEdit(
            (edit, upstream) => Assert.False(UpstreamEditor.Set(edit, upstream.Servers[0], new UpstreamServerSettings { Weight = 2, Down = false })),
            Text);

    [Fact]
    public void A_server_is_removed_with_its_line() =>
        AssertEdit(
            (edit, upstream) => UpstreamEditor.Remove(edit, upstream.Servers[0]),
            Text.Replace("    server one:80  weight=2 max_fails=3; # first\n", string.Empty, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Layouts))]
    public void The_mark_of_the_monitor_comes_and_goes_without_a_trace(string text)
    {
        var file = ConfigurationFile.Parse(text);
        Upstream upstream = Assert.Single(UpstreamReader.Read(file));
        string? comment = upstream.Servers[0].Comment;
        var down = new ConfigurationEdit(file);
        UpstreamEditor.MarkDown(down, upstream.Servers[0]);
        ConfigurationFile marked = down.Apply();
        Upstream changed = Assert.Single(UpstreamReader.Read(marked));
        Assert.Equal(upstream.Servers.Count, changed.Servers.Count);
        Assert.Equal((true, DownOrigin.Monitor, comment), (changed.Servers[0].Down, changed.Servers[0].DownOrigin, changed.Servers[0].Comment));
        Assert.All(changed.Servers.Skip(1), server => Assert.False(server.Down));
        var up = new ConfigurationEdit(marked);
        UpstreamEditor.MarkUp(up, changed.Servers[0]);
        Assert.Equal(text, up.Apply().ToString());
    }

    [Fact]
    public void Neighbours_in_one_line_can_be_marked_together()
    {
        var file = ConfigurationFile.Parse("upstream a { server one:80; server two; }\n");
        Upstream upstream = Assert.Single(UpstreamReader.Read(file));
        var edit = new ConfigurationEdit(file);
        UpstreamEditor.MarkDown(edit, upstream.Servers[0]);
        UpstreamEditor.MarkDown(edit, upstream.Servers[1]);
        ConfigurationFile marked = edit.Apply();
        Upstream changed = Assert.Single(UpstreamReader.Read(marked));
        Assert.All(changed.Servers, server => Assert.Equal(DownOrigin.Monitor, server.DownOrigin));
        var up = new ConfigurationEdit(marked);
        UpstreamEditor.MarkUp(up, changed.Servers[0]);
        UpstreamEditor.MarkUp(up, changed.Servers[1]);
        Assert.Equal(file.ToString(), up.Apply().ToString());
    }

    [Fact]
    public void What_a_person_marked_down_the_monitor_leaves_alone()
    {
        const string Down = "upstream a { server one down; }";
        AssertEdit((edit, upstream) => UpstreamEditor.MarkUp(edit, upstream.Servers[0]), Down, Down);
        AssertEdit((edit, upstream) => UpstreamEditor.MarkDown(edit, upstream.Servers[0]), Down, Down);
    }

    [Fact]
    public void A_person_can_take_the_mark_over_or_back()
    {
        const string Marked = "upstream a {\n    server one down; # marked down by NginxHa\n}\n";
        AssertEdit(
            (edit, upstream) => UpstreamEditor.Set(edit, upstream.Servers[0], new UpstreamServerSettings { Down = true }),
            Marked.Replace(" # marked down by NginxHa", string.Empty, StringComparison.Ordinal),
            Marked);
        AssertEdit(
            (edit, upstream) => UpstreamEditor.Set(edit, upstream.Servers[0], new UpstreamServerSettings { Down = false }),
            "upstream a {\n    server one;\n}\n",
            Marked);
    }

    [Fact]
    public void Values_that_nginx_refuses_are_refused()
    {
        Assert.Throws<ArgumentException>(() => UpstreamEditor.Format(UpstreamProtocol.Http, Settings("a") with { Weight = 0 }));
        Assert.Throws<ArgumentException>(() => UpstreamEditor.Format(UpstreamProtocol.Stream, Settings("a")));
        Assert.Throws<ArgumentException>(() => UpstreamEditor.Format(UpstreamProtocol.Http, new UpstreamServerSettings()));
    }

    private static UpstreamServerSettings Settings(string address) =>
        ServerAddress.TryParse(address, out ServerAddress? parsed) ? new UpstreamServerSettings { Address = parsed } : throw new ArgumentException(address);

    private static void AssertEdit(Action<ConfigurationEdit, Upstream> change, string expected, string text = Text)
    {
        var file = ConfigurationFile.Parse(text);
        var edit = new ConfigurationEdit(file);
        change(edit, Assert.Single(UpstreamReader.Read(file)));
        Assert.Equal(expected, edit.Apply().ToString());
    }
}
