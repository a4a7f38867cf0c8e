namespace NginxHa.Vrrp.Networking.Windows.Native;

/// <summary>Numbers of winerror.h that mean something to the stack.</summary>
internal static class ErrorCode
{
    public const int Success = 0;
    public const int FileNotFound = 2;
    public const int AccessDenied = 5;
    public const int NotSupported = 50;
    public const int NotFound = 1168;
    public const int ObjectAlreadyExists = 5010;
    public const int WsaAccessDenied = 10013;
    public const int WsaMessageTooLong = 10040;
}
