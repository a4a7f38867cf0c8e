using NginxHa.Nginx.Configuration;
using NginxHa.Platform;

namespace NginxHa.Nginx.Control;

/// <summary>
/// A copy of a configuration in which changed files have their new text, for <c>nginx -t</c>: the changed files and
/// those that include them, up to the main one, lie beside the main file for the time of the test, with their
/// includes naming the copies. All others are read where they are.
/// </summary>
internal sealed class ShadowConfiguration : IDisposable
{
    private readonly Dictionary<string, string> _shadowOf = new(StringComparer.Ordinal);

    private ShadowConfiguration(string mainPath) => MainPath = mainPath;

    /// <summary>The main file of the copy.</summary>
    public string MainPath { get; private set; }

    /// <summary>Makes the copy; null when the configuration reads none of the changed files.</summary>
    /// <param name="mainPath">The main file.</param>
    /// <param name="changes">The changes.</param>
    /// <exception cref="NginxException">The configuration cannot be read, or the copy cannot be written.</exception>
    public static ShadowConfiguration? Create(string mainPath, IReadOnlyList<FileChange> changes)
    {
        var source = new ChangedSource(changes);
        ConfigurationSet set;
        try
        {
            mainPath = changes.Any(change => SamePath(change.Path, LinkedFile.Resolve(mainPath))) ? mainPath : MainAmong(changes, mainPath);
            set = ConfigurationSet.Load(mainPath, ParseMode.Tolerant, source);
        }
        catch (ConfigurationException e)
        {
            throw new NginxException(NginxFailure.Refused, e.Message, e) { Diagnostics = [e.Diagnostic] };
        }

        HashSet<ConfigurationFile> copied = [.. set.Files.Where(file => changes.Any(change => SamePath(change.Path, LinkedFile.Resolve(file.Path))))];
        if (copied.Count == 0)
        {
            return null;
        }

        AddIncluders(set, copied);
        var shadow = new ShadowConfiguration(string.Empty);
        string directory = Path.GetDirectoryName(Path.GetFullPath(mainPath))!;
        foreach (ConfigurationFile file in copied)
        {
            string name = $".{Path.GetFileName(file.Path)}.{Path.GetRandomFileName()}.test";
            shadow._shadowOf.Add(file.Path, Path.Combine(directory, name));
        }

        shadow.MainPath = shadow._shadowOf[set.Main.Path];
        try
        {
            foreach (ConfigurationFile file in copied)
            {
                shadow.Write(set, file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            shadow.Dispose();
            throw new NginxException(NginxFailure.WriteFailed, $"No copy for the test can be written to \"{directory}\": {e.Message}", e);
        }

        return shadow;
    }

    /// <summary>What nginx said of the copy, as if it had said it of the files themselves.</summary>
    public NginxTestResult Translate(NginxTestResult result)
    {
        string output = result.Output;
        foreach ((string original, string shadow) in _shadowOf)
        {
            output = output.Replace(shadow, original, StringComparison.Ordinal);
        }

        return NginxTestResult.Parse(result.Success ? 0 : 1, output);
    }

    public void Dispose()
    {
        foreach (string path in _shadowOf.Values)
        {
            File.Delete(path);
        }
    }

    /// <summary>A changed file with an events block is a main file of its own, whatever nginx runs with.</summary>
    private static string MainAmong(IReadOnlyList<FileChange> changes, string mainPath)
    {
        foreach (FileChange change in changes)
        {
            var file = ConfigurationFile.Parse(change.After.ToArray(), change.Path, ParseMode.Tolerant);
            if (file.Directives.Any(directive => directive.HasBlock && directive.Is("events"u8)))
            {
                return change.Path;
            }
        }

        return mainPath;
    }

    private static void AddIncluders(ConfigurationSet set, HashSet<ConfigurationFile> copied)
    {
        var includers = new Dictionary<ConfigurationFile, List<ConfigurationFile>>();
        foreach (ConfigurationInclude include in set.Includes())
        {
            foreach (ConfigurationFile included in include.Files)
            {
                if (!includers.TryGetValue(included, out List<ConfigurationFile>? list))
                {
                    includers.Add(included, list = []);
                }

                list.Add(include.Directive.File);
            }
        }

        var pending = new Stack<ConfigurationFile>(copied);
        while (pending.TryPop(out ConfigurationFile? file))
        {
            foreach (ConfigurationFile includer in includers.GetValueOrDefault(file) ?? [])
            {
                if (copied.Add(includer))
                {
                    pending.Push(includer);
                }
            }
        }
    }

    private void Write(ConfigurationSet set, ConfigurationFile file)
    {
        var edit = new ConfigurationEdit(file);
        for (int i = 0; i < file.Count; i++)
        {
            ConfigurationDirective directive = file[i];
            if (set.IncludeAt(directive) is { } include && include.Files.Any(included => _shadowOf.ContainsKey(included.Path)))
            {
                // All in one line, so that the line numbers of what follows stay.
                IEnumerable<string> lines = include.Files.Select(included =>
                    $"include {WordCodec.Encode(_shadowOf.GetValueOrDefault(included.Path, included.Path))};");
                string text = string.Join(' ', lines) + new string('\n', Math.Max(0, directive.Text.Count(c => c == '\n')));
                edit.Replace(new TextChange(directive.Start, directive.End - directive.Start, text));
            }
        }

        byte[] bytes = edit.Changes.Count == 0 ? file.Bytes.ToArray() : edit.Apply().Bytes.ToArray();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(_shadowOf[file.Path], options);
        stream.Write(bytes);
    }

    private static bool SamePath(string one, string other) =>
        string.Equals(one, other, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>The disk as it will be after the change.</summary>
    private sealed class ChangedSource(IReadOnlyList<FileChange> changes) : IConfigurationSource
    {
        public byte[] Read(string path) =>
            changes.FirstOrDefault(change => SamePath(change.Path, LinkedFile.Resolve(path))) is { } found
                ? found.After.ToArray()
                : DiskConfigurationSource.Instance.Read(path);

        public IReadOnlyList<string> Glob(string pattern)
        {
            IReadOnlyList<string> onDisk = DiskConfigurationSource.Instance.Glob(pattern);
            string[] added = [.. changes.Where(change => change.Before is null && GlobPattern.IsPathMatch(pattern, change.Path)).Select(change => change.Path)];
            return added.Length == 0 ? onDisk : [.. onDisk.Union(added).Order(StringComparer.Ordinal)];
        }
    }
}
