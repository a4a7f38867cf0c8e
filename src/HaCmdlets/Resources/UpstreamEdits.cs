using System.Text;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Resources;

/// <summary>The edits of all files that one change of an upstream needs.</summary>
internal sealed class UpstreamEdits
{
    private readonly Dictionary<ConfigurationFile, ConfigurationEdit> _edits = [];
    private readonly List<FileChange> _newFiles = [];

    /// <summary>The edit of a file.</summary>
    public ConfigurationEdit Of(ConfigurationFile file)
    {
        if (!_edits.TryGetValue(file, out ConfigurationEdit? edit))
        {
            _edits.Add(file, edit = new ConfigurationEdit(file));
        }

        return edit;
    }

    /// <summary>Puts an upstream into its file: at the end of the http or stream block, or of a file that stands in one.</summary>
    public void AddUpstream(UpstreamPlace place, string text)
    {
        if (!File.Exists(place.File))
        {
            string folder = Path.GetDirectoryName(place.File)!;
            if (!Directory.Exists(folder))
            {
                throw HaErrors.PathNotFound(folder);
            }

            _newFiles.Add(new FileChange(place.File, null, Encoding.UTF8.GetBytes(text + "\n")));
            return;
        }

        ConfigurationFile file = ConfigurationFile.Load(place.File);
        string wanted = place.Protocol == UpstreamProtocol.Stream ? "stream" : "http";
        if (file.Directives.FirstOrDefault(directive => directive.HasBlock && directive.Name == wanted) is { File: not null } block)
        {
            Of(file).Append(block, text);
        }
        else if (file.Directives.Any(directive => directive.HasBlock && directive.Name is "events" or "http" or "stream"))
        {
            throw HaErrors.InvalidData($"'{place.File}' has no {wanted} block in which the upstream could stand.", place.File);
        }
        else
        {
            Of(file).AppendToFile(text);
        }
    }

    /// <summary>The changes to make; empty for none.</summary>
    public FileChange[] ToChanges() =>
        [.. _edits.Values.Where(edit => edit.Changes.Count > 0).Select(edit => FileChange.Of(edit.File, edit.Apply())), .. _newFiles];
}
