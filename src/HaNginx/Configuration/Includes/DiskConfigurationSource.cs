namespace NginxHa.Nginx.Configuration;

/// <summary>Files on disk.</summary>
public sealed class DiskConfigurationSource : IConfigurationSource
{
    /// <summary>There is nothing to configure, so one is enough.</summary>
    public static DiskConfigurationSource Instance { get; } = new();

    /// <inheritdoc/>
    public byte[] Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Failure(path, "No such file or directory", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException && Directory.Exists(path))
        {
            throw Failure(path, "Is a directory", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException or NotSupportedException or ArgumentException)
        {
            throw Failure(path, e is UnauthorizedAccessException ? "Permission denied" : e.Message, e);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Glob(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        string root = Path.GetPathRoot(pattern) ?? string.Empty;
        string[] segments = pattern[root.Length..].Split(
            [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        List<string> found = [root];
        for (int i = 0; i < segments.Length; i++)
        {
            bool last = i == segments.Length - 1;
            found = [.. found.SelectMany(directory => Expand(directory, segments[i], last))];
        }

        found.Sort(string.CompareOrdinal);
        return found;
    }

    private static IEnumerable<string> Expand(string directory, string segment, bool last)
    {
        if (!GlobPattern.IsPattern(segment))
        {
            string path = Path.Combine(directory, segment);
            return (last ? Path.Exists(path) : Directory.Exists(path)) ? [path] : [];
        }

        var pattern = new GlobPattern(segment);
        try
        {
            IEnumerable<string> entries = last
                ? Directory.EnumerateFileSystemEntries(directory)
                : Directory.EnumerateDirectories(directory);
            return [.. entries.Where(entry => pattern.IsMatch(Path.GetFileName(entry)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // glob(3) without GLOB_ERR passes over directories that it cannot read, and nginx asks for no more.
            return [];
        }
    }

    private static ConfigurationException Failure(string path, string why, Exception inner) =>
        new(new ConfigurationDiagnostic(path, 0, 0, $"open() \"{path}\" failed: {why}"), inner);
}
