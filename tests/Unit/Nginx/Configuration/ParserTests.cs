using System.Text;
using NginxHa.Nginx.Configuration;

namespace NginxHa.Tests.Unit.Nginx.Configuration;

public sealed class ParserTests
{
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Vectors", "nginx");

    [Theory]
    [InlineData("a b c;", "a|b|c")]
    [InlineData("a \"b c\";", "a|b c")]
    [InlineData("a 'b \"c\"';", "a|b \"c\"")]
    [InlineData("a \"b\\\"c\\\\\";", "a|b\"c\\")]
    [InlineData("a b\\ c;", "a|b\\ c")]
    [InlineData("a b\\;c;", "a|b\\;c")]
    [InlineData("a \\t\\d;", "a|\t\\d")]
    [InlineData("a ${b}c;", "a|${b}c")]
    [InlineData("a $b{2};", "a|$b")]
    [InlineData("a ~^x$;", "a|~^x$")]
    [InlineData("a b#c;", "a|b#c")]
    [InlineData("a b}c;", "a|b}c")]
    [InlineData("a b\"c\"d;", "a|b\"c\"d")]
    [InlineData("a # b\n c;", "a|c")]
    [InlineData("if ($x = \"y\") {}", "if|($x|=|y|)")]
    [InlineData("a '' \"\";", "a||")]
    public void Words_are_those_that_nginx_takes(string text, string expected)
    {
        var file = ConfigurationFile.Parse(text.Replace("{2}", "{}", StringComparison.Ordinal), mode: ParseMode.Tolerant);
        Assert.Equal(expected, string.Join('|', file[0].Words.ToValues()));
    }

    [Theory]
    [InlineData("a b", 1, "unexpected end of file, expecting \";\" or \"}\"")]
    [InlineData("\nhttp {\n", 3, "unexpected end of file, expecting \"}\" for the block opened in line 2")]
    [InlineData("a;\n}", 2, "unexpected \"}\"")]
    [InlineData("http { a }", 1, "unexpected \"}\"")]
    [InlineData("a;;", 1, "unexpected \";\"")]
    [InlineData("a;\n\n {", 3, "unexpected \"{\"")]
    [InlineData("a \"b\"c;", 1, "unexpected \"c\"")]
    [InlineData("a;\nb \"c;\nd;\n", 2, "unexpected end of file, expecting \" for the quote opened in line 2")]
    [InlineData("a 'b\\", 1, "unexpected end of file, expecting ' for the quote opened in line 1")]
    [InlineData("x_by_lua_block { if { }", 1, "Lua code block missing the closing long bracket or \"}\"")]
    public void Errors_carry_file_line_and_reason(string text, int line, string reason)
    {
        ConfigurationDiagnostic error = Assert.Throws<ConfigurationException>(() => ConfigurationFile.Parse(text, "x.conf")).Diagnostic;
        Assert.Equal(("x.conf", line, reason), (error.File, error.Line, error.Reason));
        Assert.Equal($"{reason} in x.conf:{line}", error.ToString());
        Assert.Equal(error, ConfigurationFile.Parse(text, "x.conf", ParseMode.Tolerant).Diagnostics[0]);
    }

    [Fact]
    public void The_tolerant_reader_lists_every_error_and_keeps_what_is_right()
    {
        const string Text = "a 1\n}\nb 2;\n;\nc \"3\"x;\nhttp {\n  d 4\n}\ne 'open;\nf 6;\n";
        var file = ConfigurationFile.Parse(Text, "x.conf", ParseMode.Tolerant);
        Assert.Equal([2, 2, 4, 5, 8, 9], file.Diagnostics.Select(error => error.Line));
        Assert.Equal(["a", "b", "c", "http", "e", "f"], file.Directives.Select(directive => directive.Name));
        Assert.Equal("d 4", file.Directives.Single(directive => directive.HasBlock).Children.Single().Text);
        Assert.Equal(Text, file.ToString());
    }

    [Fact]
    public void Columns_count_bytes_from_one()
    {
        ConfigurationDiagnostic error = Assert.Throws<ConfigurationException>(() => ConfigurationFile.Parse("a;\n  \"b\"c;")).Diagnostic;
        Assert.Equal((2, 6), (error.Line, error.Column));
        Assert.Equal(3, ConfigurationFile.Parse("a;\n  b;")[1].Column);
    }

    [Theory]
    [InlineData("proxy.conf")]
    [InlineData("windows.conf")]
    [InlineData("lua.conf")]
    public void Samples_are_read_without_an_error_and_written_byte_for_byte(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Vectors, name));
        var file = ConfigurationFile.Parse([.. bytes], name);
        Assert.Equal(bytes, file.Bytes.ToArray());
        Assert.NotEqual(0, file.Count);
        AssertRewritten(file, bytes);
    }

    [Fact]
    public void Every_file_of_the_distribution_package_round_trips()
    {
        Assert.SkipUnless(Directory.Exists("/etc/nginx"), "no nginx package here");
        string[] paths =
        [
            .. Directory.EnumerateFiles("/etc/nginx", "*", SearchOption.AllDirectories),
            .. Directory.Exists("/usr/share/nginx") ? Directory.EnumerateFiles("/usr/share/nginx", "*.conf", SearchOption.AllDirectories) : [],
        ];
        Assert.NotEmpty(paths);
        foreach (string path in paths)
        {
            byte[] bytes = File.ReadAllBytes(path);
            var file = ConfigurationFile.Load(path);
            Assert.Equal(bytes, file.Bytes.ToArray());
            AssertRewritten(file, bytes);
        }
    }

    /// <summary>Every directive without a block is written anew, from what was read of it: each lies where it should, and nothing between them moves.</summary>
    private static void AssertRewritten(ConfigurationFile file, byte[] bytes)
    {
        var edit = new ConfigurationEdit(file);
        for (int i = 0; i < file.Count; i++)
        {
            if (!file[i].HasBlock)
            {
                edit.Replace(new TextChange(file[i].Start, file[i].End - file[i].Start, file[i].Text));
            }
        }

        Assert.Equal(bytes, edit.Apply().Bytes.ToArray());
    }

    [Fact]
    public void A_byte_order_mark_belongs_to_no_word()
    {
        var file = ConfigurationFile.Load(Path.Combine(Vectors, "windows.conf"));
        Assert.True(file.HasByteOrderMark);
        Assert.Equal("worker_processes", file[0].Name);
        Assert.Equal("\r\n", file.NewLine);
        Assert.Equal("# one", file.CommentAfter(file[3])?.Text);
    }

    [Fact]
    public void Lua_blocks_end_where_lua_ends_them()
    {
        var file = ConfigurationFile.Load(Path.Combine(Vectors, "lua.conf"));
        ConfigurationDirective http = Assert.Single(file.Directives);
        Assert.Equal(["init_by_lua_block", "server"], http.Children.Select(directive => directive.Name));
        ConfigurationDirective location = http.Children.Last().Children.Single();
        Assert.Equal(["set_by_lua_block", "content_by_lua_block", "header_filter_by_lua"], location.Children.Select(directive => directive.Name));
        Assert.True(location.Children.First().IsRawBlock);
        Assert.Equal(12, location.Children.ElementAt(1).Line);
    }

    [Fact]
    public void A_last_comment_needs_no_line_end()
    {
        var file = ConfigurationFile.Load(Path.Combine(Vectors, "proxy.conf"));
        Assert.Equal("# no line end", file.Comments().Last().Text);
    }

    [Fact]
    public void Ten_thousand_nested_blocks_need_no_stack()
    {
        const int Depth = 10_000;
        var text = new StringBuilder();
        text.Insert(0, "b {\n", Depth).Append("x;").Insert(text.Length, "}", Depth);
        var file = ConfigurationFile.Parse(text.ToString());
        Assert.Equal(Depth + 1, file.Count);
        int depth = 0;
        for (ConfigurationDirective? parent = file[Depth].Parent; parent is { } block; parent = block.Parent)
        {
            depth++;
        }

        Assert.Equal(Depth, depth);
        var unclosed = ConfigurationFile.Parse(text.ToString(0, Depth * 4), mode: ParseMode.Tolerant);
        Assert.Equal(Depth, unclosed.Diagnostics.Count);
    }

    [Fact]
    public void A_flood_of_errors_is_cut_with_a_word_about_it()
    {
        var file = ConfigurationFile.Parse(new string('}', 100_000), mode: ParseMode.Tolerant);
        Assert.Equal(10_001, file.Diagnostics.Count);
        Assert.Contains("more than 10000", file.Diagnostics[^1].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\"b'c\\d")]
    [InlineData("\\\\t\\n")]
    [InlineData("${x}")]
    [InlineData("ends$")]
    [InlineData("#;{}")]
    [InlineData("\t\r\n")]
    [InlineData("caf\u00e9 \u4f60")]
    public void Words_are_encoded_so_that_nginx_takes_the_value(string value)
    {
        var file = ConfigurationFile.Parse($"a {WordCodec.Encode(value)};");
        Assert.Equal(value, Assert.Single(file[0].Arguments).Value);
    }
}
