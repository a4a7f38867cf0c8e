using System.Text.Json.Nodes;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Contenders;

/// <summary>The agent as published: one native program.</summary>
internal sealed class AgentContender(string program) : IContender
{
    public string Name => "NginxHa";

    public string Describe() => Command.TryRun(null, program, ["version"]).Output.Split('\n')[0].Trim();

    public EngineProcess Start(TestNode node, Workload workload)
    {
        ScratchFolder folder = new(forPrograms: true);
        return new EngineProcess(node, folder, "nginxha.json", workload, Write, program,
        [
            "run", "--document", folder["nginxha.json"], "--runtime-directory", folder["run"], "--control", folder["control.sock"],
        ]);
    }

    private static string Write(Workload workload)
    {
        JsonArray instances = [.. workload.Instances.Select(instance => Instance(workload, instance))];
        JsonObject document = new()
        {
            ["instances"] = instances,
            ["agent"] = new JsonObject
            {
                ["log"] = new JsonObject { ["format"] = "Text" },
                ["scheduling"] = new JsonObject { ["realTimePriority"] = workload.IsRealTime ? 1 : 0 },
            },
        };
        return document.ToJsonString();
    }

    private static JsonObject Instance(Workload workload, InstanceSpec instance)
    {
        JsonObject written = new()
        {
            ["name"] = instance.Name,
            ["interface"] = instance.Interface,
            ["virtualRouterId"] = instance.Id,
            ["priority"] = instance.Priority,
            ["version"] = $"V{workload.Version}",
            ["advertisementInterval"] = workload.Interval.TotalSeconds,
            ["initialState"] = instance.Priority == 255 ? "Master" : "Backup",
            ["gratuitousArp"] = new JsonObject { ["delay"] = workload.AnnouncementDelay },
            ["virtualAddresses"] = new JsonArray(instance.Address),
        };
        if (workload.TrackProgram is { } program)
        {
            written["tracks"] = new JsonArray(new JsonObject
            {
                ["type"] = "Script", ["name"] = "check", ["program"] = program, ["interval"] = 1, ["fall"] = 2, ["rise"] = 2,
            });
        }

        return written;
    }
}
