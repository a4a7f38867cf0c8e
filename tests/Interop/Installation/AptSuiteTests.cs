using NginxHa.Installation.Machine;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Installation;

/// <summary>The source packages are those of the distribution at hand, whichever it is.</summary>
public sealed class AptSuiteTests : IDisposable
{
    private const string Ubuntu = "ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\nUBUNTU_CODENAME=noble\n";
    private readonly ScratchFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("ID=debian\nVERSION_CODENAME=trixie\n", "deb-src http://deb.debian.org/debian trixie main\n")]
    [InlineData(Ubuntu, "deb-src http://archive.ubuntu.com/ubuntu noble main universe\n")]
    [InlineData("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\nVERSION_CODENAME=wilma\nUBUNTU_CODENAME=noble\n", "deb-src http://archive.ubuntu.com/ubuntu noble main universe\n")]
    [InlineData("ID=fedora\nVERSION_ID=42\n", null)]
    public void What_distributions_publish(string release, string? line)
    {
        Write("etc/os-release", release);
        Assert.Equal(line, Find()?.SourceLine);
    }

    [Fact]
    public void Apt_knows_better()
    {
        Write("etc/os-release", Ubuntu);
        Write("etc/apt/sources.list", "# deb http://no/ubuntu noble main\ndeb [arch=amd64 signed-by=/k.gpg] http://one/ubuntu noble main universe # mine\n");
        Assert.Equal("deb-src [signed-by=/k.gpg] http://one/ubuntu noble main universe\n", Find()!.SourceLine);
        Write("etc/apt/sources.list.d/ubuntu.sources", """
            Types: deb
            URIs: http://two/ubuntu/
            Suites: noble-updates noble
            Components: main universe restricted
            Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg

            Types: deb
            URIs: http://security/ubuntu/
            Suites: noble-security
            Components: main

            """);
        Assert.Equal("deb-src [signed-by=/usr/share/keyrings/ubuntu-archive-keyring.gpg] http://two/ubuntu/ noble main universe restricted\n", Find()!.SourceLine);
    }

    [Fact]
    public void The_mirror_of_other_processors_has_no_sources()
    {
        Write("etc/os-release", Ubuntu);
        Write("etc/apt/sources.list.d/ubuntu.sources", "Types: deb\nURIs: http://ports.ubuntu.com/ubuntu-ports/\nSuites: noble\nComponents: main\n");
        Assert.Equal("http://archive.ubuntu.com/ubuntu", Find()!.Uri);
    }

    private AptSuite? Find() => AptSuite.Find(new MachineFiles(_root.Path));

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root[path])!);
        _root.Write(path, text);
    }
}
