using System.Text;
using NginxHa.Nginx.Configuration;

namespace NginxHa.Tests.Unit.Nginx.Configuration;

public sealed class IncludeTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("nginx-include-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Globs_are_expanded_sorted_and_without_hidden_files()
    {
        Write("nginx.conf", "http { include conf.d/*.conf; }");
        Write("conf.d/b.conf", "two;");
        Write("conf.d/a.conf", "one { inner; }");
        Write("conf.d/.hidden.conf", "no;");
        Write("conf.d/c.conf.previous", "no;");
        ConfigurationSet set = Load();
        Assert.Equal(["nginx.conf", "a.conf", "b.conf"], set.Files.Select(file => Path.GetFileName(file.Path)));
        Assert.Equal(
            ["http @", "include @http", "one @http", "inner @http/one", "two @http"],
            set.Walk().Select(placed => $"{placed.Directive.Name} @{placed.BlockPath()}"));
    }

    [Fact]
    public void Relative_includes_refer_to_the_directory_of_the_main_file()
    {
        Write("nginx.conf", "include sub/a.conf;");
        Write("sub/a.conf", "include sub/b.conf;");
        Write("sub/b.conf", "found;");
        Assert.Equal("found", Load().Walk().Last().Directive.Name);
    }

    [Fact]
    public void A_cycle_is_refused_with_its_way()
    {
        Write("nginx.conf", "\ninclude a.conf;");
        Write("a.conf", "x;\n\ninclude b.conf;");
        Write("b.conf", "include a.conf;");
        ConfigurationDiagnostic error = Assert.Throws<ConfigurationException>(() => Load()).Diagnostic;
        Assert.Equal((At("b.conf"), 1), (error.File, error.Line));
        Assert.Equal($"include cycle: {At("a.conf")} -> {At("b.conf")} -> {At("a.conf")}", error.Reason);
        Assert.Equal(error.Reason, Assert.Single(Load(ParseMode.Tolerant).Diagnostics).Reason);
    }

    [Fact]
    public void A_file_may_be_included_twice_and_is_read_once()
    {
        Write("nginx.conf", "location /a { include params; } location /b { include params; }");
        Write("params", "p;");
        ConfigurationSet set = Load();
        Assert.Equal(2, set.Files.Count);
        Assert.Equal(2, set.Walk().Count(placed => placed.Directive.Is("p"u8)));
    }

    [Fact]
    public void A_missing_file_is_an_error_at_the_include_and_an_empty_glob_is_none()
    {
        Write("nginx.conf", "include none/*.conf;\ninclude missing.conf;");
        ConfigurationDiagnostic error = Assert.Single(Load(ParseMode.Tolerant).Diagnostics);
        Assert.Equal((At("nginx.conf"), 2), (error.File, error.Line));
        Assert.Equal($"open() \"{At("missing.conf")}\" failed: No such file or directory", error.Reason);
    }

    [Fact]
    public void Includes_that_double_do_not_run_away()
    {
        for (int i = 0; i < 40; i++)
        {
            Write(i == 0 ? "nginx.conf" : $"{i}.conf", $"include {i + 1}.conf; include {i + 1}.conf;");
        }

        Write("40.conf", "x;");
        ConfigurationSet set = Load();
        Assert.Equal(41, set.Files.Count);
        Assert.Throws<ConfigurationException>(() => set.Walk().Count());
    }

    [Fact]
    public void A_chain_of_a_thousand_files_needs_no_stack()
    {
        for (int i = 0; i < 1000; i++)
        {
            Write(i == 0 ? "nginx.conf" : $"{i}.conf", $"include {i + 1}.conf;");
        }

        Write("1000.conf", "x;");
        Assert.Equal(1001, Load().Walk().Count());
    }

    [Fact]
    public void Errors_of_all_files_are_listed()
    {
        Write("nginx.conf", "include a.conf;\n;");
        Write("a.conf", "x\n");
        Assert.Equal([At("nginx.conf"), At("a.conf")], Load(ParseMode.Tolerant).Diagnostics.Select(error => error.File));
    }

    [Fact]
    public void A_dump_of_nginx_is_a_source_as_good_as_the_disk()
    {
        const string Dump = "# configuration file /etc/nginx/nginx.conf:\nhttp { include conf.d/*.conf; }\n\n# configuration file /etc/nginx/conf.d/a.conf:\nx;\n\n";
        var source = new DumpConfigurationSource(Encoding.UTF8.GetBytes(Dump));
        var set = ConfigurationSet.Load(source.MainPath, source: source);
        Assert.Equal("x", set.Walk().Last().Directive.Name);
        Assert.Equal("x;\n", set.Files[1].ToString());
    }

    [Theory]
    [InlineData("*.conf", "a.conf", true)]
    [InlineData("*.conf", ".conf", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[]]x", "]x", true)]
    [InlineData("[a", "[a", true)]
    [InlineData("a**b*", "axxbyy", true)]
    [InlineData("*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("a\\*", "a*", true)]
    public void Patterns_match_as_glob_does(string pattern, string name, bool matches) =>
        Assert.Equal(matches, new GlobPattern(pattern).IsMatch(name));

    private string At(string name) => Path.Combine(_directory, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }

    private ConfigurationSet Load(ParseMode mode = ParseMode.Strict) => ConfigurationSet.Load(At("nginx.conf"), mode);
}
