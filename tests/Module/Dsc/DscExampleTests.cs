using NginxHa.Tests.ModuleTests;

namespace NginxHa.Tests.Dsc;

/// <summary>The example for PSDesiredStateConfiguration, with an Invoke-DscResource that does what that of version 3 does.</summary>
public sealed class DscExampleTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Script_sets_what_is_not_as_declared_and_says_why()
    {
        _folder.Write("nginx.conf", "events { }\nhttp {\n}\n");
        Assert.Equal(
            ["NginxUpstream: Upstream app is absent; declared is present.", "NginxUpstream: set", "HaTopology: Topology web is absent; declared is present.", "HaTopology: set"],
            Run());
        Assert.Equal(["NginxUpstream: as declared", "HaTopology: as declared"], Run());
    }

    private string[] Run() => [.. FreshRunspace.Run(
        $$"""
        using module '{{Repository.Manifest}}'
        param($Script, $Folder)
        function Invoke-DscResource([string] $ModuleName, [string] $Name, [string] $Method, [hashtable] $Property) {
            $resource = ($Name -as [type])::new()
            foreach ($key in $Property.Keys) { $resource.$key = $Property[$key] }
            $result = $resource.$Method()
            if ($Method -eq 'Test') { [pscustomobject]@{ InDesiredState = $result } } else { $result }
        }
        & $Script -DocumentPath "$Folder/nginxha.json" -UpstreamPath "$Folder/nginx.conf" -LocalNode centos6-1
        """,
        Repository.PathOf("examples", "dsc", "master-backup.ps1"),
        _folder.Path).Select(line => line.ToString())];
}
