using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace NginxHa.Installation.Agent;

/// <summary>rename(2), which replaces a symbolic link by another in one step.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class LinkReplacement
{
    /// <summary>Renames; what has the new name is replaced, and never followed.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static void Rename(string from, string to)
    {
        if (RenameFile(from, to) != 0)
        {
            throw new IOException($"'{to}' cannot be replaced: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }
    }

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RenameFile(string from, string to);
}
