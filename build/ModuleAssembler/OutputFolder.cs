namespace NginxHa.Build;

/// <summary>Makes a folder hold exactly the files given.</summary>
internal static class OutputFolder
{
    private const UnixFileMode Everyone =
        UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Writes what differs and removes what does not belong; a file appears whole or not at all.</summary>
    /// <param name="folder">The folder; made when missing.</param>
    /// <param name="files">Content by relative path, with forward slashes.</param>
    /// <param name="programs">Those of the files that everyone may execute; null for none.</param>
    public static void Synchronize(string folder, IReadOnlyDictionary<string, byte[]> files, IReadOnlySet<string>? programs = null)
    {
        Directory.CreateDirectory(folder);
        using FileStream exclusive = Lock(folder.TrimEnd('/', '\\') + ".lock");
        foreach (string existing in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToArray())
        {
            if (!files.ContainsKey(Path.GetRelativePath(folder, existing).Replace('\\', '/')))
            {
                File.Delete(existing);
            }
        }

        // The manifest goes last: its presence says that the rest is there.
        foreach ((string relative, byte[] content) in files.OrderBy(file => file.Key.EndsWith(".psd1", StringComparison.Ordinal)))
        {
            string path = Path.Combine(folder, relative);
            if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
            {
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            string fresh = path + ".new";
            File.WriteAllBytes(fresh, content);
            if (programs?.Contains(relative) == true && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(fresh, Everyone | UnixFileMode.UserWrite);
            }

            File.Move(fresh, path, overwrite: true);
        }
    }

    /// <summary>Keeps two builds of one tree from writing the folder at once.</summary>
    private static FileStream Lock(string path)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (attempt < 300)
            {
                Thread.Sleep(100);
            }
        }
    }
}
