using System.IO.Pipes;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace NginxHa.Control.Server;

/// <summary>The pipe of the agent: for Administrators and SYSTEM, and from this machine only.</summary>
[SupportedOSPlatform("windows")]
internal sealed class PipeListener(string name) : IControlListener
{
    private const int BufferSize = 16 * 1024;

    private NamedPipeServerStream? _next = Create(name, PipeOptions.FirstPipeInstance);

    public async ValueTask<ControlPeer> AcceptAsync(CancellationToken cancellationToken)
    {
        NamedPipeServerStream pipe = _next ??= Create(name, PipeOptions.None);
        await pipe.WaitForConnectionAsync(cancellationToken).ConfigureAwait(false);

        // The next one is made at once, so that the name is never free for somebody else.
        _next = Create(name, PipeOptions.None);
        return new ControlPeer(pipe, UserId: null, ProcessId: null);
    }

    public void Dispose() => _next?.Dispose();

    private static NamedPipeServerStream Create(string name, PipeOptions first)
    {
        var security = new PipeSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        foreach (WellKnownSidType allowed in (ReadOnlySpan<WellKnownSidType>)[WellKnownSidType.BuiltinAdministratorsSid, WellKnownSidType.LocalSystemSid])
        {
            security.AddAccessRule(new PipeAccessRule(new SecurityIdentifier(allowed, null), PipeAccessRights.FullControl, AccessControlType.Allow));
        }

        // A logon over the network is an Administrator's too; it is denied before anything is allowed.
        security.AddAccessRule(new PipeAccessRule(new SecurityIdentifier(WellKnownSidType.NetworkSid, null), PipeAccessRights.FullControl, AccessControlType.Deny));
        try
        {
            return NamedPipeServerStreamAcl.Create(
                name, PipeDirection.InOut, NamedPipeServerStream.MaxAllowedServerInstances, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | first, BufferSize, BufferSize, security);
        }
        catch (UnauthorizedAccessException exception) when (first != PipeOptions.None)
        {
            throw new IOException($"An agent listens at the pipe '{name}' already.", exception);
        }
    }
}
