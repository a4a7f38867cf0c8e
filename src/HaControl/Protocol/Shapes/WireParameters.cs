using NginxHa.Topology.Document;
using NginxHa.Topology.Document.Shapes;
using NginxHa.Vrrp.Options;

namespace NginxHa.Control.Protocol;

/// <summary>What requests take.</summary>
internal static class WireParameters
{
    private static readonly Shape<string> _name = ValueShapes.Text(1, VrrpInstanceOptionsValidator.LongestName);

    public static ObjectShape<NoParameters> None { get; } = new("parameters", "Nothing.", static () => new NoParameters());

    public static ObjectShape<InstanceParameters> Instance { get; } = new ObjectShape<InstanceParameters>("parameters", "An instance.", static () => new InstanceParameters(null!, KeepSecrets: false))
        .Required("instance", "The options, as in a document.", InstanceShapes.Instance, static p => p.Options, static (p, v) => p with { Options = v })
        .Optional("keepSecrets", "An empty secret or key stands for the one in force.", ValueShapes.Switch, static p => p.KeepSecrets, static (p, v) => p with { KeepSecrets = v });

    public static ObjectShape<StopParameters> Stop { get; } = new ObjectShape<StopParameters>("parameters", "An instance to stop.", static () => new StopParameters(string.Empty, Abandon: false))
        .Required("name", "Its name.", _name, static p => p.Name, static (p, v) => p with { Name = v })
        .Optional("abandon", "Leave everything as if the agent had been killed.", ValueShapes.Switch, static p => p.Abandon, static (p, v) => p with { Abandon = v });

    public static ObjectShape<GroupParameters> Group { get; } = new ObjectShape<GroupParameters>("parameters", "A sync group.", static () => new GroupParameters(null!))
        .Required("group", "The group, as in a document.", InstanceShapes.SyncGroup, static p => p.Options, static (p, v) => p with { Options = v });

    public static ObjectShape<NameParameters> Name { get; } = new ObjectShape<NameParameters>("parameters", "A name.", static () => new NameParameters(string.Empty))
        .Required("name", "The name.", _name, static p => p.Name, static (p, v) => p with { Name = v });

    public static ObjectShape<CancelParameters> Cancel { get; } = new ObjectShape<CancelParameters>("parameters", "A request under way.", static () => new CancelParameters(0))
        .Required("request", "Its number.", WireValues.Count, static p => p.Request, static (p, v) => p with { Request = v });
}
