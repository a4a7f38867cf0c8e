using NginxHa.Nginx.Control;

namespace NginxHa.Tests.Unit.Nginx.Control;

public sealed class ProcessTableTests : IDisposable
{
    private readonly string _proc = Directory.CreateTempSubdirectory("nginx-proc-").FullName;

    public void Dispose() => Directory.Delete(_proc, recursive: true);

    [Fact]
    public void Roles_are_read_from_titles_and_parents_from_stat()
    {
        Write(10, "nginx: master process /usr/sbin/nginx -c /etc/x.conf -p /srv", "(nginx) S 1 10");
        Write(11, "nginx: worker process", "(nginx) S 10 10");
        Write(12, "nginx: worker process is shutting down", "(ng) i (nx) S 10 10");
        Write(13, "nginx: cache manager process", "(nginx) S 10 10");
        Write(14, "vi\0nginx: master process", "(vi) S 1 14");
        Directory.CreateDirectory(Path.Combine(_proc, "sys"));
        var table = new ProcNginxProcessTable(_proc);
        Assert.Equal(
            [(10, 1, NginxProcessRole.Master), (11, 10, NginxProcessRole.Worker), (12, 10, NginxProcessRole.WorkerShuttingDown), (13, 10, NginxProcessRole.Cache)],
            table.List().Select(process => (process.Id, process.ParentId, process.Role)));
        Assert.Equal(("/etc/x.conf", "/srv"), (table.List()[0].ConfigurationPath, table.List()[0].Prefix));
        Assert.Null(table.List()[1].ConfigurationPath);
    }

    [Fact]
    public void A_zombie_does_not_run()
    {
        Write(10, string.Empty, "(nginx) Z 1 10");
        Write(11, string.Empty, "(nginx) S 1 10");
        var table = new ProcNginxProcessTable(_proc);
        Assert.False(table.IsRunning(10));
        Assert.True(table.IsRunning(11));
        Assert.False(table.IsRunning(12));
    }

    private void Write(int id, string title, string status)
    {
        string directory = Directory.CreateDirectory(Path.Combine(_proc, $"{id}")).FullName;
        File.WriteAllText(Path.Combine(directory, "cmdline"), title + "\0");
        File.WriteAllText(Path.Combine(directory, "stat"), $"{id} {status} 0 0\n");
    }
}
