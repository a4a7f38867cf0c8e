namespace NginxHa.Platform;

/// <summary>Files behind symbolic links, as those of sites-enabled.</summary>
public static class LinkedFile
{
    /// <summary>Where a path leads: the file at the end of its links, whether it is there or not; the full path itself when it is no link.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Resolve(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Path.GetFullPath(path);
        return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
    }
}
