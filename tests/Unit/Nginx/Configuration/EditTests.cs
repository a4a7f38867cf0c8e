using NginxHa.Nginx.Configuration;

namespace NginxHa.Tests.Unit.Nginx.Configuration;

public sealed class EditTests
{
    private const string Text = "http {\n\tupstream a {\n\t\tserver one; # first\n\t\tserver two  weight=2;\n\t}\n\tupstream b { server x; }\n}\n";

    private static readonly ConfigurationFile File = ConfigurationFile.Parse(Text, "x.conf");

    [Fact]
    public void A_word_is_replaced_and_its_line_keeps_the_rest() =>
        AssertEdit(
            edit => edit.SetWord(File[3].Arguments[1], "weight=7"),
            Text.Replace("weight=2", "weight=7", StringComparison.Ordinal));

    [Fact]
    public void Quotes_stay_when_a_word_changes()
    {
        var file = ConfigurationFile.Parse("a 'b';");
        var edit = new ConfigurationEdit(file);
        edit.SetWord(file[0].Arguments[0], "c");
        Assert.Equal("a 'c';", edit.Apply().ToString());
    }

    [Fact]
    public void Arguments_come_and_go_without_touching_the_spacing_of_others() =>
        AssertEdit(
            edit =>
            {
                edit.RemoveArgument(File[3], 1);
                edit.AddArguments(File[3], "down", "a b");
            },
            Text.Replace("two  weight=2;", "two down \"a b\";", StringComparison.Ordinal));

    [Fact]
    public void A_removed_directive_takes_its_line_and_comment_along() =>
        AssertEdit(edit => edit.Remove(File[2]), Text.Replace("\t\tserver one; # first\n", string.Empty, StringComparison.Ordinal));

    [Fact]
    public void A_new_directive_is_indented_like_its_neighbour() =>
        AssertEdit(
            edit => edit.InsertAfter(File[2], "server new;"),
            Text.Replace("# first\n", "# first\n\t\tserver new;\n", StringComparison.Ordinal));

    [Fact]
    public void A_block_in_one_line_stays_in_one_line() =>
        AssertEdit(
            edit => edit.Append(File[4], "server y;"),
            Text.Replace("{ server x; }", "{ server x; server y; }", StringComparison.Ordinal));

    [Fact]
    public void Line_ends_of_the_file_are_used_in_what_is_inserted()
    {
        var file = ConfigurationFile.Parse("a {\r\n}\r\n");
        var edit = new ConfigurationEdit(file);
        edit.Append(file[0], "b;\nc {\n    d;\n}");
        Assert.Equal("a {\r\n    b;\r\n    c {\r\n        d;\r\n    }\r\n}\r\n", edit.Apply().ToString());
    }

    [Fact]
    public void Text_after_a_last_line_without_end_begins_a_new_one()
    {
        var edit = new ConfigurationEdit(ConfigurationFile.Parse("a; # b"));
        edit.AppendToFile("c;");
        Assert.Equal("a; # b\nc;\n", edit.Apply().ToString());
    }

    [Fact]
    public void Bytes_that_are_no_utf8_survive_an_edit()
    {
        byte[] bytes = [.. "# \xff\xfe\n"u8.ToArray().Where(b => b != 0xC3), 0xFF, (byte)';', (byte)'\n', (byte)'a', (byte)';'];
        var file = ConfigurationFile.Parse(bytes);
        var edit = new ConfigurationEdit(file);
        edit.AddArguments(file[1], "b");
        Assert.Equal([.. bytes[..^1], (byte)' ', (byte)'b', (byte)';'], edit.Apply().Bytes.ToArray());
    }

    [Fact]
    public void Two_changes_to_the_same_bytes_are_refused()
    {
        var edit = new ConfigurationEdit(File);
        edit.Remove(File[2]);
        edit.SetWord(File[2].Arguments[0], "x");
        Assert.Throws<InvalidOperationException>(edit.Apply);
    }

    [Fact]
    public void An_edit_that_breaks_the_syntax_is_refused()
    {
        var edit = new ConfigurationEdit(File);
        edit.InsertAfter(File[2], "server {");
        Assert.Throws<ConfigurationException>(edit.Apply);
    }

    private static void AssertEdit(Action<ConfigurationEdit> change, string expected)
    {
        var edit = new ConfigurationEdit(File);
        change(edit);
        Assert.Equal(expected, edit.Apply().ToString());
    }
}
