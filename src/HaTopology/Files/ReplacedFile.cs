using System.Text;

namespace NginxHa.Topology;

/// <summary>Writes a file in one step: it is there whole or not at all, and what was there before is kept beside it.</summary>
public static class ReplacedFile
{
    private const string PreviousSuffix = ".previous";

    /// <summary>Where the text before a replacement is kept.</summary>
    /// <param name="path">The file.</param>
    public static string PreviousPath(string path) => path + PreviousSuffix;

    /// <summary>
    /// Replaces a file. A new file can be read by its owner only, for it may hold secrets; an existing one keeps its mode,
    /// and a symbolic link keeps its place: what it leads to is replaced.
    /// </summary>
    /// <param name="path">The file; its folder has to be there.</param>
    /// <param name="text">The new text.</param>
    /// <returns>False when the file had this text already and nothing was touched.</returns>
    /// <exception cref="IOException">It cannot be written; what was there is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; what was there is still there.</exception>
    public static bool Write(string path, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(text);
        string target = new FileInfo(path).LinkTarget is null ? Path.GetFullPath(path) : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        bool exists = File.Exists(target);
        byte[] content = Encoding.UTF8.GetBytes(text);
        if (exists && content.AsSpan().SequenceEqual(File.ReadAllBytes(target)))
        {
            return false;
        }

        string beside = $"{target}.{Path.GetRandomFileName()}.new";
        try
        {
            WriteNew(beside, content, exists ? target : null);
            if (exists)
            {
                KeepPrevious(target);
            }

            File.Move(beside, target, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }

        return true;
    }

    private static void WriteNew(string path, byte[] content, string? modeOf)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(path, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        if (modeOf is not null && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(modeOf));
        }
    }

    /// <summary>A copy under the name of the previous file, made beside and moved, so that it is whole too.</summary>
    private static void KeepPrevious(string target)
    {
        string copy = $"{target}.{Path.GetRandomFileName()}.old";
        try
        {
            WriteNew(copy, File.ReadAllBytes(target), target);
            File.Move(copy, PreviousPath(target), overwrite: true);
        }
        finally
        {
            File.Delete(copy);
        }
    }
}
