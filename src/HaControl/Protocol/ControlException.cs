namespace NginxHa.Control.Protocol;

/// <summary>A request that cannot be carried out, for a reason of the protocol.</summary>
internal sealed class ControlException(ControlError error) : Exception(error.Message)
{
    public ControlException(string code, string message)
        : this(new ControlError(code, message))
    {
    }

    public ControlError Error { get; } = error;
}
