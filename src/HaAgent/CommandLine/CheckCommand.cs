using NginxHa.Agent.Configuration;
using NginxHa.Topology;

namespace NginxHa.Agent.CommandLine;

/// <summary><c>check</c>: says everything that is wrong with a document, and starts nothing.</summary>
internal static class CheckCommand
{
    /// <summary>Checks a document.</summary>
    /// <returns><see cref="ExitCode.Success"/> when the agent would run it, else <see cref="ExitCode.NotConfigured"/>.</returns>
    public static int Run(AgentArguments arguments, ConfigurationReader reader, TextWriter output)
    {
        ConfigurationResult result = reader.Read(arguments.DocumentPath, arguments.NodeName);
        if (arguments.AsJson)
        {
            output.WriteLine(AnswerText.Findings(result.Findings));
        }
        else
        {
            foreach (Finding finding in result.Findings)
            {
                output.WriteLine(finding.Remedy is null ? finding.ToString() : $"{finding} {finding.Remedy}");
            }

            if (result.Configuration is { } configuration)
            {
                output.WriteLine($"{arguments.DocumentPath}: node '{configuration.Node.Name}' runs {Names(configuration.Node)}.");
            }
        }

        return result.Configuration is null ? ExitCode.NotConfigured : ExitCode.Success;
    }

    private static string Names(NodeDeclaration node) =>
        node.Instances.Count == 0 ? "no virtual router" : string.Join(", ", node.Instances.Select(static instance => instance.Name));
}
