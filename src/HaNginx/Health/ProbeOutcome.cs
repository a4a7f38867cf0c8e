namespace NginxHa.Nginx.Health;

/// <summary>What a single probe found.</summary>
internal readonly record struct ProbeOutcome(bool Healthy, string Reason, int? Status = null, DateTimeOffset? CertificateExpires = null);
