using NginxHa.Nginx.Control;
using NginxHa.Nginx.Health;

namespace NginxHa.Tests.Unit.Nginx.Health;

public sealed class NginxMonitoredConfigurationTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public NginxMonitoredConfigurationTests() => Write("10.0.0.1");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_was_required_is_not_read_again_by_the_first_look()
    {
        NginxMonitoredConfiguration configuration = Watch("app");
        configuration.RequireUpstreams();
        DateTime written = File.GetLastWriteTimeUtc(_path);
        Write("10.0.0.2");
        File.SetLastWriteTimeUtc(_path, written);

        // By time and length the file has not changed; only who reads it again can see it.
        Assert.Equal("10.0.0.1:80", Assert.Single(configuration.Read()).Key.Address);
        Assert.Equal("10.0.0.2:80", Assert.Single(configuration.Read()).Key.Address);
    }

    [Fact]
    public void What_has_changed_since_is_read()
    {
        NginxMonitoredConfiguration configuration = Watch("app");
        configuration.RequireUpstreams();
        Write("10.0.0.22");
        Assert.Equal("10.0.0.22:80", Assert.Single(configuration.Read()).Key.Address);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.Equal(UpstreamMonitorFailure.UpstreamNotFound, Assert.Throws<UpstreamMonitorException>(Watch("app", "other").RequireUpstreams).Failure);
        File.Delete(_path);
        Assert.Equal(UpstreamMonitorFailure.ConfigurationNotFound, Assert.Throws<UpstreamMonitorException>(Watch("app").RequireUpstreams).Failure);
    }

    private void Write(string address) => File.WriteAllText(_path, $"upstream app {{ server {address}:80; }}\n");

    private NginxMonitoredConfiguration Watch(params string[] upstreams) => new(_path, (NginxServer?)null, upstreams);
}
