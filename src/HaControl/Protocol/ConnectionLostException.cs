namespace NginxHa.Control.Protocol;

/// <summary>A connection of the protocol is of no use any more; nothing is wrong with what was sent.</summary>
internal sealed class ConnectionLostException(string message, Exception? innerException = null) : IOException(message, innerException);
