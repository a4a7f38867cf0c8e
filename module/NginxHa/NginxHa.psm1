# The DSC resource classes are merged in above this line when the module is assembled (DscResources/*.ps1): DSC finds
# classes only in the root module itself. They are compiled before the assembly below is loaded.
Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'HaCmdlets.dll'))
Export-ModuleMember -Cmdlet *
