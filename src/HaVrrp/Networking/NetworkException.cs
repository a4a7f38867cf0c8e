namespace NginxHa.Vrrp.Networking;

/// <summary>The system refused a network operation.</summary>
public sealed class NetworkException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="operation">What was tried and on what, for example <c>add 192.0.2.1/24 to eth0</c>.</param>
    /// <param name="errorCode">The system's number (errno on Linux).</param>
    /// <param name="reason">The system's words.</param>
    public NetworkException(string operation, int errorCode, string reason)
        : base($"Cannot {operation}: {reason} (error {errorCode}).")
    {
        Operation = operation;
        ErrorCode = errorCode;
    }

    /// <summary>What was tried and on what.</summary>
    public string Operation { get; }

    /// <summary>The system's number (errno on Linux).</summary>
    public int ErrorCode { get; }
}
