using NginxHa.Vrrp.Networking;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>What a refusal by the system means to whoever asked the engine for something.</summary>
internal static class NetworkExceptionConversion
{
    private const int NotPermitted = 1;
    private const int NoEntry = 2;
    private const int AccessDenied = 13;

    public static VrrpEngineException ToEngineException(this NetworkException exception, bool entersNamespace = false) => new(
        exception.ErrorCode switch
        {
            NotPermitted or AccessDenied => VrrpEngineError.NotPermitted,
            NoEntry when entersNamespace => VrrpEngineError.NetworkNamespaceNotFound,
            _ => VrrpEngineError.SystemError,
        },
        exception.Message,
        exception);
}
