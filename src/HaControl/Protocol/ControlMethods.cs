namespace NginxHa.Control.Protocol;

/// <summary>Names of the requests.</summary>
internal static class ControlMethods
{
    public const string AgentStatus = "agent.status";
    public const string AgentReload = "agent.reload";
    public const string AgentStop = "agent.stop";
    public const string InstanceList = "instance.list";
    public const string InstanceStart = "instance.start";
    public const string InstanceStop = "instance.stop";
    public const string InstanceUpdate = "instance.update";
    public const string GroupList = "group.list";
    public const string GroupSet = "group.set";
    public const string GroupRemove = "group.remove";
    public const string MonitorList = "monitor.list";
    public const string MonitorStart = "monitor.start";
    public const string MonitorStop = "monitor.stop";
    public const string EventWatch = "event.watch";
    public const string RequestCancel = "request.cancel";
}
