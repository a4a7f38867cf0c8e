namespace NginxHa.Vrrp.Networking.Linux.Native;

/// <summary>Error numbers (asm-generic/errno-base.h, asm-generic/errno.h) that mean something to this code.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int NoProcess = 3;
    public const int Interrupted = 4;
    public const int NoAddress = 6;
    public const int TryAgain = 11;
    public const int NoMemory = 12;
    public const int AccessDenied = 13;
    public const int Busy = 16;
    public const int Exists = 17;
    public const int NoDevice = 19;
    public const int Invalid = 22;
    public const int ReadOnlyFileSystem = 30;
    public const int ProtocolNotSupported = 93;
    public const int NotSupported = 95;
    public const int AddressFamilyNotSupported = 97;
    public const int AddressNotAvailable = 99;
    public const int NoBuffers = 105;
}
