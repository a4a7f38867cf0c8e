using NginxHa.Tests.ModuleTests;
using Newtonsoft.Json.Linq;

namespace NginxHa.Tests.Dsc;

/// <summary>Every resource from absent to present, drifted, again and absent, by everybody who calls.</summary>
public sealed class DscContractTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private string Document => Path.Combine(_folder.Path, "nginxha.json");

    private string Keepalived => Path.Combine(_folder.Path, "keepalived.conf");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(ResourceCallers.Names), MemberType = typeof(ResourceCallers))]
    public void VrrpInstance_is_an_entry_of_the_document(string caller) => Check(caller, "VrrpInstance", $$"""
        {
          "Name": "VI_1", "Path": "{{Document}}", "Interface": "eth0", "VirtualRouterId": 51, "Priority": 150, "Version": 3,
          "VirtualIp": ["192.0.2.10/24", "192.0.2.11/24 dev eth1 label eth1:1"], "ExcludedVirtualIp": ["192.0.2.12/32"],
          "AdvertisementInterval": 0.1, "Preempt": false, "PreemptDelay": 0, "VirtualMac": true, "VirtualMacInterface": "vrrp51",
          "VirtualRoute": ["198.51.100.0/24 via 192.0.2.1"], "UnicastPeer": ["192.0.2.2"], "SourceAddress": "192.0.2.1",
          "GratuitousArp": { "Refresh": 60 },
          "Track": [{ "Type": "Process", "Name": "nginx", "ProcessName": "nginx", "Interval": 0.5 }, { "Type": "Interface", "Name": "uplink", "Interface": "eth1", "Weight": -20 }]
        }
        """,
        (() => Edit(Document, "\"priority\": 150", "\"priority\": 90"), "Priority is 90; declared is 150."),
        (() => Edit(Document, "\"192.0.2.10/24\",", string.Empty), "VirtualIp is '192.0.2.11/24 dev eth1 label eth1:1'; declared is '192.0.2.10/24, 192.0.2.11/24 dev eth1 label eth1:1'."),
        (() => Edit(Document, "\"weight\": -20", "\"weight\": -30"), "Track is"));

    [Theory]
    [MemberData(nameof(ResourceCallers.Names), MemberType = typeof(ResourceCallers))]
    public void VrrpInstance_keeps_a_secret(string caller)
    {
        const string Password = "sesame-1";
        JObject declaration = JObject.Parse($$"""{ "Name": "VI_1", "Path": "{{Document}}", "Interface": "eth0", "VirtualRouterId": 51, "VirtualIp": ["192.0.2.10/24"], "Authentication": "Password", "Secret": "{{Password}}" }""");
        IResourceCaller user = ResourceCallers.Of(caller);
        user.Set("VrrpInstance", declaration);
        Assert.Contains(Password, File.ReadAllText(Document), StringComparison.Ordinal);
        Assert.True(user.Test("VrrpInstance", declaration));
        Edit(Document, Password, "another");
        JObject state = user.Get("VrrpInstance", declaration);
        Assert.Equal(["Secret is another one than declared."], state["Reasons"]!.Values<string>());
        Assert.DoesNotContain("another", state["Secret"]!.ToString(), StringComparison.Ordinal);
        Assert.False(user.Test("VrrpInstance", declaration));
    }

    [Theory]
    [MemberData(nameof(ResourceCallers.Names), MemberType = typeof(ResourceCallers))]
    public void VrrpInstance_says_where_a_secret_is_instead(string caller)
    {
        JObject declaration = JObject.Parse($$"""{ "Name": "VI_1", "Path": "{{Document}}", "Interface": "eth0", "VirtualRouterId": 51, "VirtualIp": ["192.0.2.10/24"], "Authentication": "Password", "SecretFile": "/etc/nginxha/secret" }""");
        IResourceCaller user = ResourceCallers.Of(caller);
        user.Set("VrrpInstance", declaration);
        Assert.True(user.Test("VrrpInstance", declaration));
        Edit(Document, "/etc/nginxha/secret", "/etc/nginxha/other");
        Assert.Contains("SecretFile is '/etc/nginxha/other'; declared is '/etc/nginxha/secret'.", user.Get("VrrpInstance", declaration)["Reasons"]!.Values<string>());
    }

    [Theory]
    [MemberData(nameof(ResourceCallers.Names), MemberType = typeof(ResourceCallers))]
    public void VrrpInstance_leaves_others_and_what_it_does_not_declare(string caller)
    {
        IResourceCaller user = ResourceCallers.Of(caller);
        JObject first = JObject.Parse($$"""{ "Name": "one", "Path": "{{Document}}", "Interface": "eth0", "VirtualRouterId": 1, "VirtualIp": ["192.0.2.1/24"], "Priority": 120 }""");
        JObject second = JObject.Parse($$"""{ "Name": "two", "Path": "{{Document}}", "Interface": "eth0", "VirtualRouterId": 2, "VirtualIp": ["192.0.2.2/24"] }""");
        user.Set("VrrpInstance", first);
        user.Set("VrrpInstance", second);
        Assert.True(user.Test("VrrpInstance", first));

        JObject onlyPriority = JObject.Parse($$"""{ "Name": "one", "Path": "{{Document}}", "Preempt": false }""");
        user.Set("VrrpInstance", onlyPriority);
        Assert.Equal(120, (int)user.Get("VrrpInstance", onlyPriority)["Priority"]!);
        second["Ensure"] = "Absent";
        user.Set("VrrpInstance", second);
        Assert.True(user.Test("VrrpInstance", onlyPriority));
        Assert.DoesNotContain("\"two\"", File.ReadAllText(Document), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ResourceCallers.Names), MemberType = typeof(ResourceCallers))]
    public void HaTopology_for_the_agent(string caller) => Check(caller, "HaTopology", $$"""
        {
          "Name": "web", "Path": "{{Document}}", "LocalNode": "a", "Mode": "DualMaster", "Interface": "eth0", "Preempt": true, "AdvertisementInterval": 2,
          "Node": [{ "Name": "a", "Addresses": ["192.168.139.130"] }, { "Name": "b", "Addresses": ["192.168.139.129"] }],
          "VirtualIp": [{ "Address": "192.168.139.200/24", "Owner": "a" }, { "Address": "192.168.139.201/24", "Owner": "b", "Label": "eth0:2" }],
          "Nginx": { "Interval": 2 }, "Track": [{ "Type": "Tcp", "Name": "app", "Host": "127.0.0.1", "Port": 8080, "Weight": -10 }]
        }
        """,
        (() => Edit(Document, "192.168.139.201/24", "192.168.139.202/24"), "VirtualIp is"),
        (() => Edit(Document, "\"advertisementInterval\": 2", "\"advertisementInterval\": 3"), "AdvertisementInterval is 3; declared is 2."),
        (() => File.AppendAllText(Document, "\n\n"), "is another document than declared"));

    [Theory]
    [MemberData(nameof(ResourceCallers.Names), MemberType = typeof(ResourceCallers))]
    public void HaTopology_for_keepalived(string caller) => Check(caller, "HaTopology", $$"""
        {
          "Name": "web", "Path": "{{Document}}", "LocalNode": "b", "Engine": "Keepalived", "KeepalivedPath": "{{Keepalived}}", "KeepalivedPidPath": "{{_folder.Path}}/keepalived.pid",
          "Interface": "eth0", "Node": [{ "Name": "a" }, { "Name": "b" }], "VirtualIp": [{ "Address": "192.168.139.200/24" }]
        }
        """,
        (() => Edit(Keepalived, "priority 100", "priority 200"), "web: priority is 200; declared is 100."),
        (() => File.Delete(Keepalived), $"'{Keepalived}' is absent; declared is present."),
        (() => File.AppendAllText(Keepalived, "vrrp_instance other {\n interface eth0\n virtual_router_id 77\n virtual_ipaddress {\n 192.0.2.77\n }\n}\n"), "Virtual router other is present; it is not declared."));

    [Theory]
    [MemberData(nameof(ResourceCallers.Names), MemberType = typeof(ResourceCallers))]
    public void KeepalivedConfiguration_with_a_text(string caller)
    {
        const string Text = "vrrp_instance VI_1 {\n    state BACKUP\n    interface lo\n    virtual_router_id 51\n    priority 100\n    virtual_ipaddress {\n        192.0.2.10/24\n    }\n}\n";
        JObject declaration = new() { ["Path"] = Keepalived, ["Content"] = Text, ["PidPath"] = Path.Combine(_folder.Path, "no.pid") };
        Check(caller, "KeepalivedConfiguration", declaration.ToString(), (() => Edit(Keepalived, "priority 100", "priority 101"), "Content is another text than declared."));
    }

    [Theory]
    [MemberData(nameof(ResourceCallers.Names), MemberType = typeof(ResourceCallers))]
    public void KeepalivedConfiguration_of_a_topology_is_compared_by_what_it_means(string caller)
    {
        string topology = _folder.Write("topology/web.json", """{ "name": "web", "interface": "lo", "nodes": [{ "name": "a" }, { "name": "b" }], "virtualIps": ["192.0.2.10/24"] }""");
        string declaration = $$"""{ "Path": "{{Keepalived}}", "Topology": "{{topology}}", "Role": "a", "PidPath": "{{_folder.Path}}/no.pid" }""";
        Check(caller, "KeepalivedConfiguration", declaration,
            (() => Edit(Keepalived, "virtual_router_id 51", "virtual_router_id 52"), "web: virtualRouterId is 52; declared is 51."),
            (() => Edit(Keepalived, "priority 150", "priority 20"), "web: priority is 20; declared is 150."));

        IResourceCaller user = ResourceCallers.Of(caller);
        user.Set("KeepalivedConfiguration", JObject.Parse(declaration));
        File.WriteAllText(Keepalived, "# a remark\n\n" + File.ReadAllText(Keepalived).Replace("    ", "\t", StringComparison.Ordinal));
        Assert.True(user.Test("KeepalivedConfiguration", JObject.Parse(declaration)));
    }

    [Theory]
    [MemberData(nameof(ResourceCallers.Names), MemberType = typeof(ResourceCallers))]
    public void NginxUpstream_in_the_main_file(string caller)
    {
        string main = _folder.Write("nginx.conf", $"pid {_folder.Path}/nginx.pid;\nerror_log stderr;\nevents {{ }}\nhttp {{\n    access_log off;\n    upstream other {{\n        server 127.0.0.1:1;\n    }}\n}}\n");
        string before = File.ReadAllText(main);
        Check(caller, "NginxUpstream", $$"""
            {
              "Name": "app", "Path": "{{main}}", "Method": "least_conn", "Keepalive": 16, "Zone": "app 64k",
              "Server": [{ "Address": "127.0.0.1:8081", "Weight": 3, "FailTimeout": 5 }, { "Address": "127.0.0.1:8082", "Backup": true }, { "Address": "unix:/run/app.sock" }]
            }
            """,
            (() => Edit(main, "weight=3", "weight=4"), "Server 127.0.0.1:8081 has Weight 4; declared is 3."),
            (() => Edit(main, "server unix:/run/app.sock;", string.Empty), "Server unix:/run/app.sock is absent; declared is present."),
            (() => Edit(main, "least_conn;", "server 127.0.0.1:9;"), "Server 127.0.0.1:9 is present; it is not declared."),
            (() => Edit(main, "keepalive 16;", "keepalive 8;"), "Keepalive is 'keepalive 8'; declared is 'keepalive 16'."));
        Assert.Equal(before, File.ReadAllText(main));
    }

    [Theory]
    [MemberData(nameof(ResourceCallers.Names), MemberType = typeof(ResourceCallers))]
    public void NginxUpstream_in_an_included_file_that_is_not_there_yet(string caller)
    {
        string main = _folder.Write("nginx.conf", $"events {{ }}\nhttp {{\n    include {_folder.Path}/conf.d/*.conf;\n}}\n");
        string included = Path.Combine(_folder.Path, "conf.d", "app.conf");
        Directory.CreateDirectory(Path.GetDirectoryName(included)!);
        JObject declaration = JObject.Parse($$"""{ "Name": "app", "Path": "{{included}}", "Server": [{ "Address": "127.0.0.1:8081" }] }""");
        IResourceCaller user = ResourceCallers.Of(caller);
        user.Set("NginxUpstream", declaration);
        Assert.Equal("upstream app {\n    server 127.0.0.1:8081;\n}\n", File.ReadAllText(included));
        Assert.True(user.Test("NginxUpstream", declaration));
        Assert.Contains("conf.d", File.ReadAllText(main), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ResourceCallers.Names), MemberType = typeof(ResourceCallers))]
    public void Mark_of_the_health_monitor_is_no_drift(string caller)
    {
        string main = _folder.Write("nginx.conf", "events { }\nhttp {\n    upstream app {\n        server 127.0.0.1:1 down; # marked down by NginxHa\n        server 127.0.0.1:2;\n    }\n}\n");
        JObject declaration = JObject.Parse($$"""{ "Name": "app", "Path": "{{main}}", "Server": [{ "Address": "127.0.0.1:1", "Down": false }, { "Address": "127.0.0.1:2" }] }""");
        Assert.True(ResourceCallers.Of(caller).Test("NginxUpstream", declaration));
        Edit(main, " # marked down by NginxHa", string.Empty);
        Assert.False(ResourceCallers.Of(caller).Test("NginxUpstream", declaration));
    }

    private void Check(string caller, string type, string declaration, params IReadOnlyList<(Action Change, string Reason)> drifts) => new ResourceContract
    {
        Type = type,
        Declaration = JObject.Parse(declaration),
        Drifts = drifts,
        Fingerprint = () => FileFingerprint.Of(_folder.Path),
    }.Check(ResourceCallers.Of(caller));

    private static void Edit(string path, string old, string replacement)
    {
        string text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }
}
