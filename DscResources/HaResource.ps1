# Whether something shall be there.
enum HaEnsure {
    Present
    Absent
}

# What all resources of the module have in common.
class HaResource {
    # Whether it shall be there.
    [DscProperty()]
    [HaEnsure] $Ensure = [HaEnsure]::Present

    # What differs from the declaration, property by property.
    [DscProperty(NotConfigurable)]
    [string[]] $Reasons

    # Whether nothing differs.
    [DscProperty(NotConfigurable)]
    [Nullable[bool]] $_inDesiredState
}
