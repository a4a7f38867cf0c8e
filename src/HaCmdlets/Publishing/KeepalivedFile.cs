using Newtonsoft.Json.Linq;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Resources.Documents;
using NginxHa.Platform;
using NginxHa.Topology;
using NginxHa.Topology.Keepalived;

namespace NginxHa.Cmdlets.Publishing;

/// <summary>
/// keepalived.conf of a node, compared by what it means: another order, other blanks or a comment are no difference.
/// </summary>
/// <param name="path">Absolute path.</param>
internal sealed class KeepalivedFile(string path)
{
    /// <summary>What of the file means something else than the declaration; empty when it means the same.</summary>
    public IReadOnlyList<string> Differences(NodeDeclaration declared)
    {
        if (!File.Exists(path))
        {
            return [$"'{path}' is absent; declared is present."];
        }

        // The declaration goes through the same text, so that what keepalived cannot say is no difference.
        KeepalivedConfiguration wanted = KeepalivedImporter.Import(KeepalivedDocument.Parse(Text(declared), path));
        KeepalivedConfiguration actual = KeepalivedImporter.Import(KeepalivedDocument.ReadFile(path, new KeepalivedReadOptions()));
        var differences = new List<string>();
        if (actual.Node.Name != wanted.Node.Name)
        {
            differences.Add($"router_id is '{actual.Node.Name}'; declared is '{wanted.Node.Name}'.");
        }

        Compare(differences, "Virtual router", actual.Node.Instances, wanted.Node.Instances, instance => instance.Name, TopologyJson.All);
        Compare(differences, "Group", actual.Node.SyncGroups, wanted.Node.SyncGroups, group => group.Name, group => new JObject { ["members"] = new JArray(group.Members.ToArray<object>()) });
        differences.AddRange(actual.Kept.ExceptBy(wanted.Kept.Select(kept => kept.Statement.Text), kept => kept.Statement.Text).Select(kept => $"'{kept.Statement.Text}' in line {kept.Statement.Position.Line} is present; it is not declared."));
        return differences;
    }

    /// <summary>The text of a declaration.</summary>
    /// <exception cref="HaException">keepalived cannot do all of it.</exception>
    public static string Text(NodeDeclaration declared)
    {
        KeepalivedExport export = KeepalivedExporter.Export(declared);
        Finding[] errors = [.. export.Findings.Where(finding => finding.Severity == FindingSeverity.Error)];
        return errors.Length == 0 ? export.Text : throw HaErrors.ExportIncomplete(errors);
    }

    /// <summary>Replaces the file once keepalived has found nothing wrong with the new text; the previous one stays beside it.</summary>
    /// <returns>Whether anything was written.</returns>
    public async Task<bool> WriteAsync(string text, CancellationToken cancellationToken)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            throw HaErrors.PathNotFound(folder);
        }

        string candidate = $"{path}.{Path.GetRandomFileName()}.test";
        try
        {
            ReplacedFile.Write(candidate, text);
            KeepalivedVerdict verdict = await KeepalivedProgram.TestAsync(candidate, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (verdict.Outcome == KeepalivedOutcome.Refused)
            {
                throw HaErrors.KeepalivedRefused(path, verdict.Findings.Select(finding => finding with { File = path }));
            }
        }
        finally
        {
            File.Delete(candidate);
        }

        return ReplacedFile.Write(path, text);
    }

    private static void Compare<T>(List<string> differences, string what, IReadOnlyList<T> actual, IReadOnlyList<T> wanted, Func<T, string> name, Func<T, JObject> write)
    {
        foreach (T extra in actual.Where(one => wanted.All(other => name(other) != name(one))))
        {
            differences.Add($"{what} {name(extra)} is present; it is not declared.");
        }

        foreach (T one in wanted)
        {
            if (actual.FirstOrDefault(other => name(other) == name(one)) is not { } found)
            {
                differences.Add($"{what} {name(one)} is absent; declared is present.");
                continue;
            }

            JObject now = write(found);
            foreach (JProperty property in write(one).Properties().Where(property => !JToken.DeepEquals(property.Value, now[property.Name])))
            {
                differences.Add(property.Name == "authentication"
                    ? $"{name(one)}: authentication is another one than declared."
                    : $"{name(one)}: {property.Name} is {DocumentProperty.Describe(now[property.Name])}; declared is {DocumentProperty.Describe(property.Value)}.");
            }
        }
    }
}
