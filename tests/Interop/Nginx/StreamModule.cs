using NginxHa.Nginx.Control;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Nginx;

/// <summary>nginx's stream module: built in, a module of its own (libnginx-mod-stream on Debian), or not there.</summary>
internal static class StreamModule
{
    private static readonly string[] _folders = ["/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/usr/share/nginx/modules"];

    /// <summary>Skips the test where nginx has no stream module.</summary>
    /// <returns>The line of nginx.conf that loads it; empty when it is built in.</returns>
    public static async Task<string> RequireAsync(CancellationToken cancellationToken)
    {
        NginxBuild build = await NginxProgram.Find(Machine.PathOf("nginx")).GetBuildAsync(cancellationToken);
        if (build.Modules.Any(module => module is { Name: "stream", Dynamic: false }))
        {
            return string.Empty;
        }

        string? file = _folders.Select(folder => Path.Combine(folder, "ngx_stream_module.so")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(file is null, "needs nginx's stream module, which is not installed");
        return $"load_module {file};";
    }
}
