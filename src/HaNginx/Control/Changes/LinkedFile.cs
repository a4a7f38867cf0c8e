namespace NginxHa.Nginx.Control;

/// <summary>Files behind symbolic links, as those of sites-enabled.</summary>
internal static class LinkedFile
{
    /// <summary>Where a path leads; the path itself when it is no link, or leads nowhere.</summary>
    public static string Resolve(string path)
    {
        path = Path.GetFullPath(path);
        return File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? target.FullName : path;
    }
}
