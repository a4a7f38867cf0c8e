using NginxHa.Bench.Vrrp.Results;

namespace NginxHa.Bench.Vrrp.Parts;

/// <summary>One of the measurements.</summary>
internal interface IPart
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Measures both engines and removes everything it made.</summary>
    Task<PartResult> RunAsync(Bench bench, CancellationToken cancellationToken);
}
