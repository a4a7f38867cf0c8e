using System.Text;

namespace NginxHa.Platform;

/// <summary>Writes a file in one step: it is there whole or not at all, and what was there before is kept beside it.</summary>
public static class ReplacedFile
{
    /// <summary>Extension under which a replaced file is kept.</summary>
    public const string PreviousExtension = ".previous";

    /// <summary>Where the text before a replacement is kept.</summary>
    /// <param name="path">The file; of a symbolic link, what it leads to counts.</param>
    public static string PreviousPath(string path) => LinkedFile.Resolve(path) + PreviousExtension;

    /// <summary>
    /// Replaces a file. A new file can be read by its owner only, for it may hold secrets; an existing one keeps its owner, group and
    /// mode, and a symbolic link keeps its place: what it leads to is replaced.
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
        string target = LinkedFile.Resolve(path);
        byte[] content = Encoding.UTF8.GetBytes(text);
        if (File.Exists(target) && content.AsSpan().SequenceEqual(File.ReadAllBytes(target)))
        {
            return false;
        }

        using StagedFile staged = StagedFile.Create(target, content);
        staged.Swap(PreviousPath(target));
        return true;
    }
}
