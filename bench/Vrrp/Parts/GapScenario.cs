namespace NginxHa.Bench.Vrrp.Parts;

/// <summary>What happens to the master.</summary>
internal enum GapCause
{
    /// <summary>The engine is killed and the cable cut.</summary>
    HardLoss,

    /// <summary>The engine is stopped by SIGTERM.</summary>
    GracefulStop,

    /// <summary>nginx is killed; a track notices.</summary>
    NginxDeath,
}

/// <summary>A way for a client to lose its server.</summary>
/// <param name="Key">Short name.</param>
/// <param name="What">For tables.</param>
/// <param name="Cause">What happens.</param>
/// <param name="Version">VRRP version.</param>
/// <param name="Interval">Advertisement interval in seconds.</param>
/// <param name="Runs">Rounds with each engine.</param>
internal sealed record GapScenario(string Key, string What, GapCause Cause, int Version, double Interval, int Runs);
