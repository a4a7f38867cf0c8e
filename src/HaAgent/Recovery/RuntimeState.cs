using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NginxHa.Topology.Document;
using NginxHa.Topology.Document.Shapes;
using NginxHa.Vrrp.Options;

namespace NginxHa.Agent.Recovery;

/// <summary>What an agent may leave on the node when it is killed.</summary>
/// <param name="BootId">The boot that it is true for: a restart of the machine removes all of it.</param>
/// <param name="Instances">Footprints; one name may have two while it changes.</param>
/// <param name="Settings">Settings of the kernel and what they were before.</param>
internal sealed record RuntimeState(string BootId, IReadOnlyList<VrrpInstanceOptions> Instances, IReadOnlyList<RecordedSetting> Settings)
{
    private const int FormatVersion = 1;
    private const string BootIdPath = "/proc/sys/kernel/random/boot_id";

    /// <summary>The boot that the machine is in; empty where nobody can say.</summary>
    public static string CurrentBootId => File.Exists(BootIdPath) ? File.ReadAllText(BootIdPath).Trim() : string.Empty;

    /// <summary>The state as text.</summary>
    public string Write() => new JObject
    {
        ["version"] = FormatVersion,
        ["bootId"] = BootId,
        ["instances"] = new JArray(Instances.Select(static instance => InstanceShapes.Instance.Write(instance))),
        ["settings"] = new JArray(Settings.Select(Write)),
    }.ToString(Formatting.None);

    /// <summary>Reads a text; null when it is none of this agent's, for example because it was cut off.</summary>
    public static RuntimeState? Read(string text)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal };
            if (JToken.Load(reader) is not JObject document || (int?)document["version"] != FormatVersion
                || document["instances"] is not JArray instances || document["settings"] is not JArray settings)
            {
                return null;
            }

            var context = new ReadContext(null);
            var footprints = new List<VrrpInstanceOptions>();
            foreach (JToken token in instances)
            {
                if (InstanceShapes.Instance.TryRead(token, context, out VrrpInstanceOptions footprint))
                {
                    footprints.Add(footprint);
                }
            }

            return new RuntimeState((string?)document["bootId"] ?? string.Empty, footprints, [.. settings.OfType<JObject>().Select(ReadSetting).OfType<RecordedSetting>()]);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }

    private static JObject Write(RecordedSetting setting) => new()
    {
        ["networkNamespace"] = setting.NetworkNamespace,
        ["interface"] = setting.Interface,
        ["family"] = setting.Family,
        ["key"] = setting.Key,
        ["original"] = setting.Original,
        ["written"] = setting.Written,
    };

    private static RecordedSetting? ReadSetting(JObject json) =>
        ((string?)json["interface"], (string?)json["family"], (string?)json["key"], (int?)json["original"], (int?)json["written"]) is
            ({ } name, { } family, { } key, { } original, { } written)
            ? new RecordedSetting((string?)json["networkNamespace"], name, family, key, original, written)
            : null;
}
