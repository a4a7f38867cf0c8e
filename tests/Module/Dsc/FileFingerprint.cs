using System.Diagnostics;

namespace NginxHa.Tests.Dsc;

/// <summary>Files of a folder with what changes when somebody writes them.</summary>
internal static class FileFingerprint
{
    public static string Of(string folder) => string.Join('\n', Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O} {Inode(path)}"));

    private static string Inode(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return string.Empty;
        }

        using Process stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%i %z", path]) { RedirectStandardOutput = true })!;
        string text = stat.StandardOutput.ReadToEnd();
        stat.WaitForExit();
        return text.Trim();
    }
}
