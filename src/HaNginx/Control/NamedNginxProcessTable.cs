using System.ComponentModel;
using System.Diagnostics;

namespace NginxHa.Nginx.Control;

/// <summary>
/// For Windows, where nginx has no titles: of the processes of one program file the oldest is the master. nginx for
/// Windows runs one worker that serves; a worker started before the newest one is on its way out.
/// </summary>
internal sealed class NamedNginxProcessTable : INginxProcessTable
{
    public IReadOnlyList<NginxProcess> List()
    {
        var all = new List<(int Id, string Path, DateTime Start)>();
        foreach (Process process in Process.GetProcessesByName("nginx"))
        {
            using (process)
            {
                try
                {
                    all.Add((process.Id, process.MainModule?.FileName ?? string.Empty, process.StartTime));
                }
                catch (Exception e) when (e is Win32Exception or InvalidOperationException)
                {
                    // It ended, or belongs to another account.
                }
            }
        }

        var found = new List<NginxProcess>();
        foreach (var program in all.GroupBy(process => process.Path))
        {
            var ordered = program.OrderBy(process => process.Start).ToList();
            int master = ordered[0].Id;
            found.AddRange(ordered.Select((process, i) => new NginxProcess(
                process.Id,
                i == 0 ? 0 : master,
                i == 0 ? NginxProcessRole.Master : i == ordered.Count - 1 ? NginxProcessRole.Worker : NginxProcessRole.WorkerShuttingDown,
                process.Path)));
        }

        found.Sort((a, b) => (a.Role, a.Id).CompareTo((b.Role, b.Id)));
        return found;
    }

    public bool IsRunning(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
