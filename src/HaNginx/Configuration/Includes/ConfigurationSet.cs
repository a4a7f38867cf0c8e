namespace NginxHa.Nginx.Configuration;

/// <summary>
/// A configuration with everything that it includes. Each file is read once, however often it is included;
/// a file that includes itself, directly or through others, is an error.
/// </summary>
public sealed partial class ConfigurationSet
{
    /// <summary>
    /// Files that include two others each, which include two others each, make a walk of exponential length out of
    /// small text. No real configuration comes near this many inclusions.
    /// </summary>
    internal const int MaximumInclusions = 100_000;

    private readonly IConfigurationSource _source;
    private readonly ParseMode _mode;
    private readonly Dictionary<string, ConfigurationFile> _byPath = new(PathComparer);
    private readonly Dictionary<ConfigurationDirective, ConfigurationInclude> _includes = [];
    private readonly List<ConfigurationFile> _files = [];
    private readonly List<ConfigurationDiagnostic> _diagnostics = [];

    private ConfigurationSet(IConfigurationSource source, ParseMode mode, string directory)
    {
        _source = source;
        _mode = mode;
        Directory = directory;
    }

    /// <summary>The directory to which relative includes refer: that of the main file (nginx's configuration prefix).</summary>
    public string Directory { get; }

    /// <summary>The main file.</summary>
    public ConfigurationFile Main => _files[0];

    /// <summary>All files, in the order in which they are first included.</summary>
    public IReadOnlyList<ConfigurationFile> Files => _files;

    /// <summary>What is wrong with the files and their includes; empty after a strict read.</summary>
    public IReadOnlyList<ConfigurationDiagnostic> Diagnostics => _diagnostics;

    private static StringComparer PathComparer =>
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Reads a main file and what it includes.</summary>
    /// <param name="path">Path of the main file.</param>
    /// <param name="mode">Stop at the first error, or list all.</param>
    /// <param name="source">Where to read; the disk when null.</param>
    /// <param name="directory">What relative includes refer to; the directory of the main file when null.</param>
    /// <exception cref="ConfigurationException">
    /// The main file cannot be opened, or (strict) anything in it or its includes is wrong.
    /// </exception>
    public static ConfigurationSet Load(
        string path,
        ParseMode mode = ParseMode.Strict,
        IConfigurationSource? source = null,
        string? directory = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Path.GetFullPath(path);
        source ??= DiskConfigurationSource.Instance;
        var set = new ConfigurationSet(source, mode, directory ?? Path.GetDirectoryName(path) ?? path);
        set.LoadAll(path);
        return set;
    }

    /// <summary>A set of one file, whose includes are not followed.</summary>
    /// <param name="file">The file.</param>
    public static ConfigurationSet Of(ConfigurationFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        string directory = file.Path.Length == 0 ? string.Empty : Path.GetDirectoryName(Path.GetFullPath(file.Path)) ?? string.Empty;
        var set = new ConfigurationSet(DiskConfigurationSource.Instance, ParseMode.Tolerant, directory);
        set._files.Add(file);
        set._byPath.Add(file.Path.Length == 0 ? string.Empty : Path.GetFullPath(file.Path), file);
        set._diagnostics.AddRange(file.Diagnostics);
        return set;
    }

    /// <summary>The file of this path; null when the configuration does not include it.</summary>
    /// <param name="path">Absolute path, or a path relative to the current directory.</param>
    public ConfigurationFile? Find(string path) => _byPath.GetValueOrDefault(Path.GetFullPath(path));

    /// <summary>What an include directive brings in; null when the directive is none.</summary>
    /// <param name="directive">A directive of one of the files.</param>
    public ConfigurationInclude? IncludeAt(ConfigurationDirective directive) => _includes.GetValueOrDefault(directive);

    /// <summary>All includes.</summary>
    public IReadOnlyCollection<ConfigurationInclude> Includes() => _includes.Values;

    /// <summary>Every directive in the order in which nginx meets them, includes expanded where they stand.</summary>
    /// <remarks>The include directive itself comes first, then what it brings in.</remarks>
    /// <exception cref="ConfigurationException">Includes expand to an unreasonable number of files.</exception>
    public IEnumerable<PlacedDirective> Walk() => Walk(static _ => true);

    /// <summary>The same, but only into blocks that matter: most of a large configuration lies in blocks that do not.</summary>
    internal IEnumerable<PlacedDirective> Walk(Func<ConfigurationDirective, bool> into)
    {
        var pending = new Stack<Range>();
        pending.Push(new Range(Main, 0, Main.Count, null));
        int inclusions = 0;
        while (pending.TryPop(out Range range))
        {
            if (range.From >= range.To)
            {
                continue;
            }

            var placed = new PlacedDirective(new ConfigurationDirective(range.File, range.From), range.Block);
            pending.Push(range with { From = placed.Directive.SubtreeEnd });
            if (placed.Directive.HasBlock && into(placed.Directive))
            {
                pending.Push(new Range(range.File, range.From + 1, placed.Directive.SubtreeEnd, placed));
            }

            yield return placed;
            if (!_includes.TryGetValue(placed.Directive, out ConfigurationInclude? include))
            {
                continue;
            }

            inclusions += include.Files.Count;
            if (inclusions > MaximumInclusions)
            {
                throw new ConfigurationException(DiagnosticAt(
                    placed.Directive, $"includes expand to more than {MaximumInclusions} files"));
            }

            for (int i = include.Files.Count - 1; i >= 0; i--)
            {
                pending.Push(new Range(include.Files[i], 0, include.Files[i].Count, range.Block));
            }
        }
    }

    private static ConfigurationDiagnostic DiagnosticAt(ConfigurationDirective directive, string reason) =>
        new(directive.File.Path, directive.Line, directive.Column, reason);

    private readonly record struct Range(ConfigurationFile File, int From, int To, PlacedDirective? Block);
}
