@{
    # Every rule of the analyzer at its default severity, and these beside them.
    IncludeDefaultRules = $true
    Rules               = @{
        PSUseCompatibleSyntax       = @{
            Enable         = $true
            TargetVersions = @('7.4')
        }
        PSUseConsistentIndentation  = @{
            Enable              = $true
            Kind                = 'space'
            IndentationSize     = 4
            PipelineIndentation = 'IncreaseIndentationForFirstPipeline'
        }
        PSUseConsistentWhitespace   = @{
            Enable                          = $true
            CheckInnerBrace                 = $true
            CheckOpenBrace                  = $true
            CheckOpenParen                  = $true
            CheckOperator                   = $true
            CheckPipe                       = $true
            CheckSeparator                  = $true
            IgnoreAssignmentOperatorInsideHashTable = $true
        }
        PSPlaceOpenBrace            = @{
            Enable             = $true
            OnSameLine         = $true
            NewLineAfter       = $true
            IgnoreOneLineBlock = $true
        }
        PSAvoidUsingDoubleQuotesForConstantString = @{
            Enable = $true
        }
    }
    ExcludeRules        = @(
        # Tests and examples of the resources are not in folders beside the module, where these look for them.
        'PSDSCDscExamplesPresent'
        'PSDSCDscTestsPresent'
        # The manifest leaves FunctionsToExport out on purpose: see the comment there.
        'PSUseToExportFieldsInManifest'
        # The module ships cmdlets and classes; functions are the private parts of examples, which nobody calls with -WhatIf.
        'PSUseShouldProcessForStateChangingFunctions'
    )
}
