namespace NginxHa.Nginx.Control;

/// <summary>The processes of nginx on this machine.</summary>
public interface INginxProcessTable
{
    /// <summary>All of them, masters first.</summary>
    IReadOnlyList<NginxProcess> List();

    /// <summary>Whether a process runs.</summary>
    /// <param name="id">Process id.</param>
    bool IsRunning(int id);
}
