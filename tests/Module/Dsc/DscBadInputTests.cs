using System.Management.Automation;
using NginxHa.Tests.ModuleTests;
using Newtonsoft.Json.Linq;

namespace NginxHa.Tests.Dsc;

/// <summary>Declarations that cannot be: the error names what is wrong, and nothing is written.</summary>
public sealed class DscBadInputTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("VrrpInstance", """{ "Name": "x", "Path": "FOLDER/d.json", "VirtualRouterId": 5, "VirtualIp": ["192.0.2.1/24"] }""", "interface")]
    [InlineData("VrrpInstance", """{ "Name": "x", "Path": "FOLDER/d.json", "Interface": "eth0", "VirtualRouterId": 5, "VirtualIp": ["192.0.2.1/33"] }""", "192.0.2.1/33")]
    [InlineData("VrrpInstance", """{ "Name": "x", "Path": "FOLDER/d.json", "Interface": "eth0", "VirtualRouterId": 5, "VirtualIp": ["192.0.2.1/24"], "AdvertisementInterval": 0.5 }""", "AdvertisementInterval")]
    [InlineData("VrrpInstance", """{ "Name": "x", "Path": "FOLDER/d.json", "Interface": "eth0", "VirtualRouterId": 5, "VirtualIp": ["2001:db8::1/64"], "Version": 2 }""", "Version")]
    [InlineData("HaTopology", """{ "Name": "x", "Path": "FOLDER/d.json", "Interface": "eth0", "Node": [{ "Name": "a" }, { "Name": "a" }], "VirtualIp": [{ "Address": "192.0.2.1/24" }] }""", "unique")]
    [InlineData("HaTopology", """{ "Name": "x", "Path": "FOLDER/d.json", "LocalNode": "z", "Interface": "eth0", "Node": [{ "Name": "a" }, { "Name": "b" }], "VirtualIp": [{ "Address": "192.0.2.1/24" }] }""", "'z' is not a node")]
    [InlineData("HaTopology", """{ "Name": "x", "Path": "FOLDER/d.json", "Interface": "eth0", "Node": [{ "Name": "nobody-here" }, { "Name": "nobody-there" }], "VirtualIp": [{ "Address": "192.0.2.1/24" }] }""", "is this machine")]
    [InlineData("KeepalivedConfiguration", """{ "Path": "FOLDER/k.conf" }""", "needs Content")]
    [InlineData("KeepalivedConfiguration", """{ "Path": "FOLDER/k.conf", "Topology": "FOLDER/none.json" }""", "none.json")]
    [InlineData("NginxUpstream", """{ "Name": "app", "Path": "FOLDER/nginx.conf" }""", "no server")]
    [InlineData("NginxUpstream", """{ "Name": "app", "Path": "FOLDER/nginx.conf", "Server": [{ "Address": "::::" }] }""", "::::")]
    [InlineData("NginxUpstream", """{ "Name": "app", "Path": "FOLDER/no/such/app.conf", "Server": [{ "Address": "127.0.0.1" }] }""", "no/such")]
    [InlineData("VirtualIp", """{ "Address": "192.0.2.1/24", "Interface": "lo" }""", "192.0.2.1/24")]
    [InlineData("VirtualIp", """{ "Address": "192.0.2.1", "Interface": "lo", "PrefixLength": 40 }""", "0 to 32")]
    [InlineData("VirtualIp", """{ "Address": "192.0.2.1", "Interface": "lo", "NetworkNamespace": "nha-none" }""", "nha-none")]
    [InlineData("NginxKeepalivedInstall", """{ "Component": "Nginx", "SourcePath": ["/tmp"] }""", "SourcePath is for a build")]
    [InlineData("NginxKeepalivedInstall", """{ "Component": "Nginx", "Role": "Master" }""", "Role needs the Topology")]
    public void Set_says_what_is_wrong_and_writes_nothing(string type, string declaration, string expected)
    {
        _folder.Write("nginx.conf", "events { }\nhttp {\n}\n");
        string before = FileFingerprint.Of(_folder.Path);
        JObject declared = JObject.Parse(declaration.Replace("FOLDER", _folder.Path, StringComparison.Ordinal));
        Exception exception = Assert.ThrowsAny<RuntimeException>(() => new ClassCaller(Repository.Manifest).Set(type, declared));
        Assert.Contains(expected, exception.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, FileFingerprint.Of(_folder.Path));
    }

    [Fact]
    public void Document_of_a_cluster_is_not_a_place_for_one_virtual_router()
    {
        string path = _folder.Write("web.json", """{ "name": "web", "interface": "eth0", "nodes": [{ "name": "a" }, { "name": "b" }], "virtualIps": ["192.0.2.10/24"] }""");
        JObject declared = JObject.Parse($$"""{ "Name": "x", "Path": "{{path}}", "Interface": "eth0", "VirtualRouterId": 5, "VirtualIp": ["192.0.2.1/24"] }""");
        var caller = new ClassCaller(Repository.Manifest);
        Exception exception = Assert.ThrowsAny<RuntimeException>(() => caller.Set("VrrpInstance", declared));
        Assert.Contains("HaTopology", exception.Message, StringComparison.Ordinal);
        Assert.Equal("Absent", (string?)caller.Get("VrrpInstance", declared)["Ensure"]);
    }

    [Fact]
    public void Broken_document_stays_as_it_is()
    {
        string path = _folder.Write("broken.json", "{ \"nodes\": [ }");
        JObject declared = JObject.Parse($$"""{ "Name": "x", "Path": "{{path}}", "Interface": "eth0", "VirtualRouterId": 5, "VirtualIp": ["192.0.2.1/24"] }""");
        Exception exception = Assert.ThrowsAny<RuntimeException>(() => new ClassCaller(Repository.Manifest).Set("VrrpInstance", declared));
        Assert.Contains("broken.json", exception.Message, StringComparison.Ordinal);
        Assert.Equal("{ \"nodes\": [ }", File.ReadAllText(path));
    }

    [Fact]
    public void Upstream_that_nginx_refuses_leaves_the_file()
    {
        string main = _folder.Write("nginx.conf", "events { }\nhttp {\n    upstream app {\n        server 127.0.0.1:1;\n    }\n    server {\n        listen 127.0.0.1:8999;\n        location / {\n            proxy_pass http://app;\n        }\n    }\n}\n");
        string before = FileFingerprint.Of(_folder.Path);
        JObject declared = JObject.Parse($$"""{ "Name": "app", "Path": "{{main}}", "Method": "no_such_method" }""");
        Assert.ThrowsAny<RuntimeException>(() => new ClassCaller(Repository.Manifest).Set("NginxUpstream", declared));
        Assert.Equal(before, FileFingerprint.Of(_folder.Path));
    }
}
