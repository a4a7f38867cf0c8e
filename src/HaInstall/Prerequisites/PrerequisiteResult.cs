namespace NginxHa.Installation.Prerequisites;

/// <summary>How a check came out.</summary>
public enum PrerequisiteResult
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>Works, but not in every case.</summary>
    Warning,

    /// <summary>Stands in the way.</summary>
    Failed,

    /// <summary>Does not matter here.</summary>
    NotApplicable,

    /// <summary>Could not be found out.</summary>
    Unknown,
}
