using NginxHa.Vrrp.Runtime.Background;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

public sealed class PowerShellScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nha-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("/etc/hook.ps1", true)]
    [InlineData("/etc/HOOK.PS1", true)]
    [InlineData("/etc/hook.ps1.sh", false)]
    [InlineData("/etc/ps1", false)]
    public void Scripts_are_told_by_their_extension(string program, bool expected) => Assert.Equal(expected, PowerShellScript.Is(program));

    [Fact]
    public void Script_gets_its_arguments_one_by_one_and_no_profile() => Assert.Equal(
        ["-NoLogo", "-NoProfile", "-NonInteractive", "-File", "/x.ps1", "a b", "-c"], PowerShellScript.Wrap("/usr/bin/pwsh", "/x.ps1", ["a b", "-c"]).Arguments);

    [Fact]
    public void First_folder_with_a_host_counts_and_the_newest_package()
    {
        foreach (string version in new[] { "7-preview", "7", "10" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, version));
        }

        File.WriteAllText(Path.Combine(_folder, "7", "pwsh"), "");
        Assert.Equal(["10", "7", "7-preview"], PowerShellScript.PackageVersions(_folder).Select(path => Path.GetFileName(path)));
        Assert.Equal(Path.Combine(_folder, "7", "pwsh"), PowerShellScript.FindHost(PowerShellScript.PackageVersions(_folder), "pwsh"));
        Assert.Null(PowerShellScript.FindHost([_folder], "pwsh"));
        Assert.Empty(PowerShellScript.PackageVersions(Path.Combine(_folder, "none")));
    }
}
