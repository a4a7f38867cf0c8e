# keepalived.conf: literally, or as this node's part of a topology. keepalived tests each text before it is in place, and reloads after it.
[DscResource()]
class KeepalivedConfiguration : HaResource {
    # The file.
    [DscProperty(Key)]
    [ValidateNotNullOrEmpty()]
    [string] $Path

    # Its text. Either this or Topology.
    [DscProperty()]
    [string] $Content

    # Document of the topology that the file follows from; it is compared by what it means, not letter by letter.
    [DscProperty()]
    [string] $Topology

    # This machine's part in the topology: a node's name, Master or Backup; found by itself when not given.
    [DscProperty()]
    [string] $Role

    # Whether a running keepalived reads the file again after a change; it does when not given.
    [DscProperty()]
    [Nullable[bool]] $Reload

    # Its process id file; /run/keepalived.pid when not given.
    [DscProperty()]
    [string] $PidPath

    # The virtual routers in the file.
    [DscProperty(NotConfigurable)]
    [string[]] $Instance

    [KeepalivedConfiguration] Get() {
        return [KeepalivedConfiguration](Invoke-HaResource Get $this -ErrorAction Stop)
    }

    [bool] Test() {
        return Invoke-HaResource Test $this -ErrorAction Stop
    }

    [void] Set() {
        Invoke-HaResource Set $this -ErrorAction Stop
    }

    static [KeepalivedConfiguration[]] Export() {
        return [KeepalivedConfiguration[]]@(Invoke-HaResource Export 'KeepalivedConfiguration' -ErrorAction Stop)
    }
}
