using CsCheck;
using NginxHa.Topology.Keepalived;

namespace NginxHa.Tests.Unit.Topology.Keepalived;

public sealed class RoundTripTests
{
    [Fact]
    public void What_is_exported_is_imported_again_without_a_difference_and_without_a_word() => NodeDeclarationGenerator.Node.Sample(
        node =>
        {
            KeepalivedExport export = KeepalivedExporter.Export(node);
            Assert.Empty(export.Findings);
            KeepalivedConfiguration configuration = KeepalivedImporter.Import(KeepalivedDocument.Parse(export.Text));
            Assert.Empty(configuration.Findings);
            Assert.All(configuration.Kept, kept => Assert.Equal("enable_script_security", kept.Statement.Keyword));
            Assert.Equal(StructuralText.Of(node), StructuralText.Of(configuration.Node));
            Assert.Equal(export.Text, KeepalivedExporter.Export(configuration).Text);
        },
        iter: 2000,
        print: node => KeepalivedExporter.Export(node).Text);
}
