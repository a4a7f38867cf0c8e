namespace NginxHa.Vrrp.Runtime;

/// <summary>The engine cannot do what was asked; nothing was changed.</summary>
public sealed class VrrpEngineException : Exception
{
    /// <summary>Creates the exception.</summary>
    public VrrpEngineException(VrrpEngineError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>Kind of the error, stable.</summary>
    public VrrpEngineError Error { get; }
}
