# The agent of this module as a service of this machine.
[DscResource()]
class HaAgent : HaResource {
    # The document that the agent reads, usually /etc/nginxha/nginxha.json. It need not be there yet.
    [DscProperty(Key)]
    [ValidateNotNullOrEmpty()]
    [string] $DocumentPath

    # Folder with the agent to install; that of the module when not given.
    [DscProperty()]
    [string] $SourcePath

    # Running or Stopped; an agent that is installed is started when there is a document, and else left as it is, when not given.
    [DscProperty()]
    [string] $State

    # Removes the folder of the document, too, when it shall be absent.
    [DscProperty()]
    [Nullable[bool]] $RemoveConfiguration

    # Id of the build in use.
    [DscProperty(NotConfigurable)]
    [string] $Build

    # The program.
    [DscProperty(NotConfigurable)]
    [string] $Program

    # Whether it needs no .NET runtime.
    [DscProperty(NotConfigurable)]
    [Nullable[bool]] $IsNative

    # Whether it starts at boot.
    [DscProperty(NotConfigurable)]
    [Nullable[bool]] $IsEnabled

    [HaAgent] Get() {
        return [HaAgent](Invoke-HaResource Get $this -ErrorAction Stop)
    }

    [bool] Test() {
        return Invoke-HaResource Test $this -ErrorAction Stop
    }

    [void] Set() {
        Invoke-HaResource Set $this -ErrorAction Stop
    }

    static [HaAgent[]] Export() {
        return [HaAgent[]]@(Invoke-HaResource Export 'HaAgent' -ErrorAction Stop)
    }
}
