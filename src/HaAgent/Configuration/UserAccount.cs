using System.Runtime.InteropServices;

namespace NginxHa.Agent.Configuration;

/// <summary>Users of this machine, wherever it knows them from.</summary>
internal static partial class UserAccount
{
    /// <summary>Whether there is a user of that name; on Windows the answer is left to the start of the program.</summary>
    public static bool Exists(string name) => OperatingSystem.IsWindows() || GetPasswordEntry(name) != 0;

    // The entry lies in a buffer of the C library that the next call overwrites; only whether there is one is looked at.
    [LibraryImport("libc", EntryPoint = "getpwnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetPasswordEntry(string name);
}
