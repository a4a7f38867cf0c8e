namespace NginxHa.Topology.Keepalived;

/// <summary>Outcomes of <c>keepalived -t</c>.</summary>
public enum KeepalivedOutcome
{
    /// <summary>keepalived is not installed here, or could not be started.</summary>
    NotAvailable,

    /// <summary>Accepted without a word.</summary>
    Accepted,

    /// <summary>Accepted; keepalived says something (exit code 5 stands for warnings too).</summary>
    Warned,

    /// <summary>Refused: the file cannot be read or nothing would run.</summary>
    Refused,

    /// <summary>
    /// No verdict: keepalived 2.2.7 ends itself with SIGTERM while it only tests a file with scripts of another user.
    /// </summary>
    None,
}
