# nginx and keepalived on this machine, from packages or built from source, with their services.
[DscResource()]
class NginxKeepalivedInstall : HaResource {
    # What to install.
    [DscProperty(Key)]
    [ValidateSet('Nginx', 'Keepalived', 'Both')]
    [string] $Component

    # Package, or Source for a build; Package when not given.
    [DscProperty()]
    [string] $Method

    # Version of nginx; any that is there when not given.
    [DscProperty()]
    [string] $NginxVersion

    # Version of keepalived; any that is there when not given.
    [DscProperty()]
    [string] $KeepalivedVersion

    # Takes nginx from the repository of nginx.org.
    [DscProperty()]
    [Nullable[bool]] $NginxRepository

    # File with the key of that repository.
    [DscProperty()]
    [string] $RepositoryKey

    # Source archives, or folders with them.
    [DscProperty()]
    [string[]] $SourcePath

    # SHA-256 sums of archives that count as good.
    [DscProperty()]
    [string[]] $Checksum

    # File with the OpenPGP keys that signatures of archives have to come from.
    [DscProperty()]
    [string] $SignatureKey

    # Prefix of a build; /usr/local when not given.
    [DscProperty()]
    [string] $Prefix

    # Further arguments for nginx's configure.
    [DscProperty()]
    [string[]] $ConfigureArgument

    # Further arguments for keepalived's configure.
    [DscProperty()]
    [string[]] $KeepalivedConfigureArgument

    # Account of nginx's workers in a build; www when not given.
    [DscProperty()]
    [string] $UserName

    # Number of compilers at a time; one a processor when not given.
    [DscProperty()]
    [Nullable[int]] $Jobs

    # Does not install what a build needs.
    [DscProperty()]
    [Nullable[bool]] $SkipBuildDependency

    # Neither registers nor starts services.
    [DscProperty()]
    [Nullable[bool]] $SkipService

    # Registers services without starting them now.
    [DscProperty()]
    [Nullable[bool]] $NoStart

    # Document of the topology to configure both for.
    [DscProperty()]
    [string] $Topology

    # This machine's part in the topology: a node's name, Master or Backup; found by itself when not given.
    [DscProperty()]
    [string] $Role

    # Replaces an nginx.conf that somebody else wrote.
    [DscProperty()]
    [Nullable[bool]] $Force

    # Removes the configuration, too, when it shall be absent.
    [DscProperty()]
    [Nullable[bool]] $RemoveConfiguration

    # Path of nginx.
    [DscProperty(NotConfigurable)]
    [string] $NginxProgram

    # Path of keepalived.
    [DscProperty(NotConfigurable)]
    [string] $KeepalivedProgram

    [NginxKeepalivedInstall] Get() {
        return [NginxKeepalivedInstall](Invoke-HaResource Get $this -ErrorAction Stop)
    }

    [bool] Test() {
        return Invoke-HaResource Test $this -ErrorAction Stop
    }

    [void] Set() {
        Invoke-HaResource Set $this -ErrorAction Stop
    }

    static [NginxKeepalivedInstall[]] Export() {
        return [NginxKeepalivedInstall[]]@(Invoke-HaResource Export 'NginxKeepalivedInstall' -ErrorAction Stop)
    }
}
