using System.Globalization;
using System.Text;

namespace NginxHa.Nginx.Control;

/// <summary>Reads /proc: nginx writes its role into its title.</summary>
internal sealed class ProcNginxProcessTable(string root = "/proc") : INginxProcessTable
{
    private const string Mark = "nginx: ";

    public IReadOnlyList<NginxProcess> List()
    {
        var found = new List<NginxProcess>();
        foreach (string directory in Directory.EnumerateDirectories(root))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && Read(id) is { } process)
            {
                found.Add(process);
            }
        }

        found.Sort((a, b) => (a.Role, a.Id).CompareTo((b.Role, b.Id)));
        return found;
    }

    public bool IsRunning(int id)
    {
        // A zombie has ended; only its parent has not asked yet.
        string? status = ReadText(id, "stat");
        return status is not null && status[(status.LastIndexOf(')') + 1)..].TrimStart() is not ['Z' or 'X', ..];
    }

    private NginxProcess? Read(int id)
    {
        string? title = ReadText(id, "cmdline");
        if (title is null || !title.StartsWith(Mark, StringComparison.Ordinal))
        {
            return null;
        }

        title = title.Replace('\0', ' ').TrimEnd();
        NginxProcessRole? role = title[Mark.Length..] switch
        {
            var t when t.StartsWith("master process", StringComparison.Ordinal) => NginxProcessRole.Master,
            var t when t.StartsWith("worker process is shutting down", StringComparison.Ordinal) => NginxProcessRole.WorkerShuttingDown,
            var t when t.StartsWith("worker process", StringComparison.Ordinal) => NginxProcessRole.Worker,
            var t when t.StartsWith("cache", StringComparison.Ordinal) => NginxProcessRole.Cache,
            _ => null,
        };
        string[]? status = ReadText(id, "stat") is { } text ? text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) : null;
        return role is { } known && status is { Length: > 1 }
            ? new NginxProcess(id, int.Parse(status[1], CultureInfo.InvariantCulture), known, title)
            : null;
    }

    private string? ReadText(int id, string name)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(root, id.ToString(CultureInfo.InvariantCulture), name)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked.
            return null;
        }
    }
}
