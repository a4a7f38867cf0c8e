using CsCheck;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Tests.Unit.Topology;
using NginxHa.Topology;
using NginxHa.Topology.Keepalived;

namespace NginxHa.Tests.Interop.Keepalived;

/// <summary>keepalived itself judges what we read and write: its test of a configuration, and what it understood of one.</summary>
public sealed class RoundTripTests(KeepalivedJudge judge) : IClassFixture<KeepalivedJudge>
{
    private const string Samples = "/usr/share/doc/keepalived/samples";

    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "Vectors", "keepalived");

    public static TheoryData<string> SampleFiles => Files(Samples, "keepalived.conf.*");

    public static TheoryData<string> VectorFiles => Files(Vectors, "*.conf");

    [InteropTheory(Needs.Keepalived)]
    [MemberData(nameof(SampleFiles))]
    public void Every_sample_of_the_documentation_is_exported_to_what_keepalived_accepts_without_a_word(string name)
    {
        KeepalivedExport export = Export(Path.Combine(Samples, name));
        Assert.Equal((0, string.Empty), judge.Test(export.Text));
        Assert.True(export.IsComplete, string.Join('\n', export.Findings));
        Assert.Equal(export.Text, KeepalivedExporter.Export(KeepalivedImporter.Import(KeepalivedDocument.Parse(export.Text))).Text);
    }

    [InteropTheory(Needs.Keepalived)]
    [MemberData(nameof(VectorFiles))]
    public async Task A_running_keepalived_understands_an_export_as_it_understood_the_original(string name)
    {
        string path = Path.Combine(Vectors, name);
        string exported = Export(path).Text;
        Assert.Equal((0, string.Empty), judge.Test(exported));
        (string original, string ours) = await judge.UnderstandAsync(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), exported, TestContext.Current.CancellationToken);
        Assert.Contains("VRRP Instance = ", original, StringComparison.Ordinal);
        Assert.Equal(WithoutTranslated(original), ours);
    }

    [InteropFact(Needs.Keepalived)]
    public void Whatever_options_there_are_keepalived_accepts_their_export_without_a_word() => NodeDeclarationGenerator.Node.Sample(
        node =>
        {
            NodeDeclaration here = node with { Instances = [.. node.Instances.Select(instance => instance with { NetworkNamespace = null })] };
            (int exitCode, string output) = judge.Test(KeepalivedExporter.Export(here).Text);
            Assert.True(exitCode == 0 && output.Length == 0, $"{exitCode}: {output}");
        },
        iter: 150,
        threads: 2,
        print: node => KeepalivedExporter.Export(node).Text);

    /// <summary>Strict mode is written as the options that it stands for, and a refresh repeat without refresh as 1.</summary>
    private static string WithoutTranslated(string dump) => dump
        .Replace("   Enforcing strict VRRP compliance\n", string.Empty, StringComparison.Ordinal)
        .Replace("Gratuitous ARP refresh = 0\n   Gratuitous ARP refresh repeat = 0\n", "Gratuitous ARP refresh = 0\n   Gratuitous ARP refresh repeat = 1\n", StringComparison.Ordinal);

    private static KeepalivedExport Export(string path) => KeepalivedExporter.Export(KeepalivedImporter.Import(KeepalivedDocument.ReadFile(path)));

    private static TheoryData<string> Files(string folder, string pattern) =>
        new(Directory.Exists(folder) ? Directory.GetFiles(folder, pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToArray() : ["none"]);
}
