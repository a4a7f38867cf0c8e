# The DSC resource classes are merged in above this line when the module is assembled (DscResources/*.ps1): DSC finds
# classes only in the root module itself. They are compiled before the assembly below is loaded.
# Without it there is no module: an import that goes on would leave nothing to call, and not say why.
Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'HaCmdlets.dll')) -ErrorAction Stop
Export-ModuleMember -Cmdlet *
