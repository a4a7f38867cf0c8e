namespace NginxHa.Control.Protocol;

/// <summary>Keys of requests and replies.</summary>
internal static class ControlKeys
{
    public const string Protocol = "protocol";
    public const string Agent = "agent";
    public const string ProcessId = "processId";
    public const string Id = "id";
    public const string Method = "method";
    public const string Parameters = "parameters";
    public const string Item = "item";
    public const string Result = "result";
    public const string Error = "error";
    public const string Code = "code";
    public const string Message = "message";
    public const string Subject = "subject";
    public const string Findings = "findings";
    public const string Monitor = "monitor";
    public const string Servers = "servers";
    public const string Event = "event";
}
