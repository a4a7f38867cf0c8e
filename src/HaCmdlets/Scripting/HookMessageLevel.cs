namespace NginxHa.Cmdlets.Scripting;

/// <summary>Weight of a message.</summary>
public enum HookMessageLevel
{
    /// <summary>Write-Host or Write-Information.</summary>
    Information,

    /// <summary>Write-Warning.</summary>
    Warning,

    /// <summary>An error, terminating or not.</summary>
    Error,
}
