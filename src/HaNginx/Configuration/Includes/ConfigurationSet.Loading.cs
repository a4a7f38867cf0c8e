namespace NginxHa.Nginx.Configuration;

/// <summary>Reading files along their includes, depth first as nginx does, without recursion.</summary>
public sealed partial class ConfigurationSet
{
    private void LoadAll(string mainPath)
    {
        var open = new Stack<Visit>();
        var openPaths = new HashSet<string>(PathComparer);
        Enter(Read(mainPath), open, openPaths);
        while (open.TryPeek(out Visit? visit))
        {
            if (visit.NextFile < visit.Files.Count)
            {
                string path = visit.Files[visit.NextFile++];
                Follow(visit, path, open, openPaths);
                continue;
            }

            Finish(visit);
            if (!NextInclude(visit))
            {
                open.Pop();
                openPaths.Remove(visit.File.Path);
            }
        }
    }

    private void Follow(Visit visit, string path, Stack<Visit> open, HashSet<string> openPaths)
    {
        if (openPaths.Contains(path))
        {
            IEnumerable<string> chain = open.Reverse().Select(v => v.File.Path)
                .SkipWhile(p => !PathComparer.Equals(p, path)).Append(path);
            Report(DiagnosticAt(visit.Include!.Value, $"include cycle: {string.Join(" -> ", chain)}"));
            return;
        }

        if (!_byPath.TryGetValue(path, out ConfigurationFile? file))
        {
            try
            {
                file = Read(path);
            }
            catch (ConfigurationException e) when (e.Diagnostic.Line == 0 && visit.Include is { } include)
            {
                Report(DiagnosticAt(include, e.Diagnostic.Reason));
                return;
            }

            Enter(file, open, openPaths);
        }

        visit.Found.Add(file);
    }

    private ConfigurationFile Read(string path)
    {
        ConfigurationFile file = ConfigurationFile.Parse(_source.Read(path), path, _mode);
        _byPath.Add(path, file);
        _files.Add(file);
        _diagnostics.AddRange(file.Diagnostics);
        return file;
    }

    private static void Enter(ConfigurationFile file, Stack<Visit> open, HashSet<string> openPaths)
    {
        open.Push(new Visit(file));
        openPaths.Add(file.Path);
    }

    private void Finish(Visit visit)
    {
        if (visit.Include is { } include)
        {
            _includes.Add(include, new ConfigurationInclude(include, visit.Pattern, visit.Found));
            visit.Include = null;
        }
    }

    /// <summary>Goes on to the next include of the file; false when there is none.</summary>
    private bool NextInclude(Visit visit)
    {
        while (visit.NextDirective < visit.File.Count)
        {
            var directive = new ConfigurationDirective(visit.File, visit.NextDirective++);
            if (!directive.Is("include"u8) || directive.HasBlock)
            {
                continue;
            }

            WordList arguments = directive.Arguments;
            if (arguments.Count != 1)
            {
                Report(DiagnosticAt(directive, "invalid number of arguments in \"include\" directive"));
                continue;
            }

            visit.Include = directive;
            visit.Pattern = Path.GetFullPath(Path.Combine(Directory, arguments[0].Value));
            visit.Files = GlobPattern.IsPattern(visit.Pattern) ? _source.Glob(visit.Pattern) : [visit.Pattern];
            visit.Found = new List<ConfigurationFile>(visit.Files.Count);
            visit.NextFile = 0;
            return true;
        }

        return false;
    }

    private void Report(ConfigurationDiagnostic diagnostic)
    {
        if (_mode == ParseMode.Strict)
        {
            throw new ConfigurationException(diagnostic);
        }

        _diagnostics.Add(diagnostic);
    }

    private sealed class Visit(ConfigurationFile file)
    {
        public ConfigurationFile File { get; } = file;

        public int NextDirective { get; set; }

        public ConfigurationDirective? Include { get; set; }

        public string Pattern { get; set; } = string.Empty;

        public IReadOnlyList<string> Files { get; set; } = [];

        public int NextFile { get; set; }

        public List<ConfigurationFile> Found { get; set; } = [];
    }
}
