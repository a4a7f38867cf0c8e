using NginxHa.Topology;
using NginxHa.Topology.Keepalived;
using NginxHa.Topology.Keepalived.Reading;

namespace NginxHa.Tests.Unit.Topology.Keepalived;

public sealed class IncludeTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("nha-include-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Includes_are_relative_to_the_file_that_asks_and_sorted()
    {
        Write("main.conf", "include conf.d/*.conf\nvrrp_instance Z {\n}\n");
        Write("conf.d/b.conf", "vrrp_instance B {\n}\n");
        Write("conf.d/a.conf", "include deep/one.inc\nvrrp_instance A {\n}\n");
        Write("conf.d/deep/one.inc", "\nvrrp_instance DEEP {\npriorty 5\n}\n");
        KeepalivedDocument document = KeepalivedDocument.ReadFile(Path.Combine(_directory, "main.conf"));
        Assert.Equal(["DEEP", "A", "B", "Z"], document.Statements.Select(s => s.Arguments[0]));
        Finding finding = Assert.Single(document.Findings);
        Assert.Equal((Path.Combine(_directory, "conf.d/deep/one.inc"), 3), (finding.File, finding.Line));
    }

    [Fact]
    public void Braces_classes_and_question_marks_choose_files()
    {
        foreach (string name in (string[])["a1.conf", "a2.conf", "b1.conf", ".hidden.conf"])
        {
            Write(name, string.Empty);
        }

        Assert.Equal(["b1.conf", "a2.conf"], Find("{b?,a[2-9]}.conf"));
        Assert.Equal(["a1.conf"], Find("[!b][!2].conf"));
        Assert.Equal(["a1.conf", "a2.conf", "b1.conf"], Find("*.conf"));
        Assert.Equal(["a{1"], GlobPattern.ExpandBraces("a{1"));
        Assert.Equal(["xay", "xbcy", "xbdy"], GlobPattern.ExpandBraces("x{a,b{c,d}}y"));
    }

    [Fact]
    public void A_file_that_includes_itself_ends_with_an_error()
    {
        Write("main.conf", "include main.conf\nvrrp_instance A {\n}\n");
        Assert.Contains(KeepalivedDocument.ReadFile(Path.Combine(_directory, "main.conf")).Findings, f => f.Id == "IncludeTooDeep");
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void An_executable_file_or_a_directory_is_left_out_as_keepalived_does()
    {
        Write("main.conf", "include x.conf\ninclude sub\n");
        Write("x.conf", "vrrp_instance A {\n}\n");
        Directory.CreateDirectory(Path.Combine(_directory, "sub"));
        File.SetUnixFileMode(Path.Combine(_directory, "x.conf"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        KeepalivedDocument document = KeepalivedDocument.ReadFile(Path.Combine(_directory, "main.conf"));
        Assert.Empty(document.Statements);
        Assert.Equal(["IncludeSkipped", "IncludeSkipped"], document.Findings.Select(f => f.Id));
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_exception_with_its_name() =>
        Assert.Contains("gone.conf", Assert.Throws<FileNotFoundException>(() => KeepalivedDocument.ReadFile(Path.Combine(_directory, "gone.conf"))).Message, StringComparison.Ordinal);

    private IEnumerable<string> Find(string pattern) => GlobPattern.Find(pattern, _directory, out _).Select(path => Path.GetFileName(path));

    private void Write(string name, string text)
    {
        string path = Path.Combine(_directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
