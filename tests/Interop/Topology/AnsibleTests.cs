using Newtonsoft.Json.Linq;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Topologies;

/// <summary>The Ansible example for real, on the local connection, with HaShell as its pwsh.</summary>
public sealed class AnsibleTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ScratchFolder _folder = new(forPrograms: true);

    private string Document => _folder["nginxha.json"];

    public void Dispose() => _folder.Dispose();

    [InteropFact(Needs.Ansible)]
    public async Task Playbook_changes_once_looks_in_check_mode_and_mends_what_drifted()
    {
        Assert.Equal((1, 0), await RunAsync(Present));
        DateTime saved = File.GetLastWriteTimeUtc(Document);
        Assert.Equal((0, 0), await RunAsync(Present));
        Assert.Equal(saved, File.GetLastWriteTimeUtc(Document));

        string good = await File.ReadAllTextAsync(Document, TestContext.Current.CancellationToken);
        string drifted = good.Replace("192.168.139.200", "192.168.139.222", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Document, drifted, TestContext.Current.CancellationToken);
        Assert.Equal((1, 0), await RunAsync(Present, "--check"));
        Assert.Equal(drifted, await File.ReadAllTextAsync(Document, TestContext.Current.CancellationToken));
        Assert.Equal((1, 0), await RunAsync(Present));
        Assert.Equal(good, await File.ReadAllTextAsync(Document, TestContext.Current.CancellationToken));

        JObject absent = Declaration();
        absent["Ensure"] = "Absent";
        Assert.Equal((1, 0), await RunAsync(absent));
        Assert.False(File.Exists(Document));
        Assert.Equal((0, 0), await RunAsync(absent));
    }

    [InteropFact(Needs.Ansible)]
    public async Task What_cannot_be_declared_fails_with_its_reason()
    {
        JObject wrong = Declaration();
        wrong["Mode"] = "Circle";
        (string output, int failed) = await PlayAsync(wrong);
        Assert.Equal(1, failed);
        Assert.Contains("Circle", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Document));
    }

    private JObject Present => Declaration();

    private JObject Declaration() => JObject.Parse($$"""
        {
          "Name": "web", "Path": "{{Document}}", "LocalNode": "centos6-1", "Interface": "eth0", "AdvertisementInterval": 2,
          "Node": [{ "Name": "centos6-1", "Addresses": ["192.168.139.130"] }, { "Name": "centos6-2", "Addresses": ["192.168.139.129"] }],
          "VirtualIp": [{ "Address": "192.168.139.200/24" }], "Nginx": { "HealthUri": "http://127.0.0.1/" }
        }
        """);

    /// <summary>Runs the playbook; how many resources changed, and how many tasks failed.</summary>
    private async Task<(int Changed, int Failed)> RunAsync(JObject topology, params string[] options)
    {
        (string output, int failed) = await PlayAsync(topology, options);
        Assert.True(failed == 0, output);
        return (output.Contains("changed: [localhost] => (item=HaTopology)", StringComparison.Ordinal) ? 1 : 0, failed);
    }

    private async Task<(string Output, int Failed)> PlayAsync(JObject topology, params string[] options)
    {
        string inventory = _folder.Write("inventory.yml", "load_balancers:\n  hosts:\n    localhost:\n      ansible_connection: local\n");
        string variables = _folder.Write("variables.json", new JObject
        {
            ["nginxha_pwsh"] = Repository.Shell,
            ["nginxha_module"] = Path.Combine(Repository.Root, "output", "NginxHa", "NginxHa.psd1"),
            ["nginxha_script"] = _folder["lib/resource.ps1"],
            ["nginxha_topology"] = topology,
        }.ToString());
        using BackgroundProcess ansible = new(
            "env", ["ANSIBLE_NOCOLOR=1", $"ANSIBLE_LOCAL_TEMP={_folder["tmp"]}", $"ANSIBLE_REMOTE_TEMP={_folder["tmp"]}", "ANSIBLE_HOME=" + _folder["home"], "NGINXHA_SOCKET=" + _folder["no.sock"],
            Machine.PathOf("ansible-playbook"), "-i", inventory, Path.Combine(Repository.Root, "examples", "ansible", "playbook.yml"), "-e", "@" + variables, .. options]);
        await Eventually.TrueAsync(() => ansible.HasExited, Patience, () => $"the end of the playbook:\n{ansible.Log}", TestContext.Current.CancellationToken);
        return (ansible.Log, ansible.ExitCode == 0 ? 0 : 1);
    }
}
