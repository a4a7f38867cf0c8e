using System.Text;

namespace NginxHa.Topology.Keepalived.Reading;

/// <summary>A list of files that one include (or the first opening) matched, read one after the other.</summary>
internal sealed class OpenFile
{
    /// <summary>Longest line that keepalived reads at once; the rest becomes a line of its own.</summary>
    public const int LongestLine = 1023;

    private readonly Queue<string> _paths;
    private string[] _lines = [];
    private int _next;

    public OpenFile(IEnumerable<string> paths) => _paths = new Queue<string>(paths);

    /// <summary>A text that is in memory, as if it were a file.</summary>
    public OpenFile(string text, string name, string directory)
    {
        _paths = new Queue<string>();
        Name = name;
        Directory = directory;
        _lines = SplitLines(text);
    }

    /// <summary>The file that is being read, as it was found.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>Directory that a relative include in this file starts from.</summary>
    public string Directory { get; private set; } = string.Empty;

    public SourcePosition Position => new(Name, _next);

    /// <summary>Goes on to the next usable file; says why one is left out.</summary>
    public bool OpenNext(Action<string, string> skipped)
    {
        while (_paths.TryDequeue(out string? path))
        {
            if (System.IO.Directory.Exists(path))
            {
                skipped(path, "is a directory");
                continue;
            }

            try
            {
                if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0)
                {
                    skipped(path, "is executable, and keepalived reads only files that are not");
                    continue;
                }

                _lines = SplitLines(File.ReadAllText(path, Encoding.UTF8));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                skipped(path, $"cannot be read ({exception.Message})");
                continue;
            }

            Name = path;
            Directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
            _next = 0;
            return true;
        }

        return false;
    }

    public bool TryReadLine(out string line)
    {
        if (_next >= _lines.Length)
        {
            line = string.Empty;
            return false;
        }

        line = _lines[_next++];
        return true;
    }

    private static string[] SplitLines(string text)
    {
        string[] lines = text.Split('\n');
        return lines.Length > 0 && lines[^1].Length == 0 ? lines[..^1] : lines;
    }
}
