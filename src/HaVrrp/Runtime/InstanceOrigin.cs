namespace NginxHa.Vrrp.Runtime;

/// <summary>Where an instance or a group comes from; it decides what a reload of the agent does with it.</summary>
public enum InstanceOrigin
{
    /// <summary>Somebody asked for it: a cmdlet, or another client of the agent. A reload leaves it alone.</summary>
    Request,

    /// <summary>The agent's document has it. A reload brings it back to what the document says.</summary>
    Document,
}
