using System.Globalization;
using NginxHa.Installation.Prerequisites;
using NginxHa.Topology;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Installation.Online;

/// <summary>Holds a document against the live segment. Pure: the same facts give the same findings.</summary>
/// <param name="router">A virtual router of the document.</param>
/// <param name="facts">What was found.</param>
/// <param name="target">What was looked for.</param>
public sealed partial class OnlineChecks(LiveRouter router, GroundFacts facts, GroundTarget target)
{
    // The other checks of the ground do not depend on the document; Test-HaPrerequisite tells of them.
    private static readonly string[] OfTheGround = ["Interface", "Subnet", "Firewall"];

    private readonly List<Finding> _findings = [];

    /// <summary>The findings.</summary>
    public IReadOnlyList<Finding> Judge()
    {
        _findings.Clear();
        JudgeGround();
        JudgeEngines();
        if (facts.Network.Problem is { } problem)
        {
            Add(FindingSeverity.Warning, "OnlineNotHeard", $"The segment of {router.Options.Interface} could not be listened to: {problem}");
        }
        else if (facts.Network.Heard is not null)
        {
            IReadOnlyList<HeardSender> senders = ReadSenders();
            JudgeSenders(senders);
            JudgeMasters(senders);
            JudgePeers(senders);
            foreach (InetAddress address in target.VirtualAddresses)
            {
                JudgeAddress(address, senders);
            }
        }

        return _findings;
    }

    private void JudgeGround()
    {
        foreach (HaPrerequisite check in new PrerequisiteChecks(facts, target).Judge().Where(check => OfTheGround.Contains(check.Check)))
        {
            if (check.Result is PrerequisiteResult.Failed or PrerequisiteResult.Warning)
            {
                Add(check.Result == PrerequisiteResult.Failed ? FindingSeverity.Error : FindingSeverity.Warning, "Online" + check.Check, check.Detail, check.Subject, check.Remedy);
            }
        }
    }

    private void JudgeEngines()
    {
        bool sends = facts.Network.Advertisements.Any(heard => heard.IsOwn && IsOfRouter(heard));
        if (router.Running.Count == 0 && router.KeepalivedRuns != true && !sends)
        {
            Add(
                FindingSeverity.Warning, "OnlineNoEngine", $"Nothing runs the virtual router on this node: neither an engine of NginxHa{(router.KeepalivedRuns is null ? string.Empty : " nor keepalived")}.",
                remedy: "Start the agent or keepalived, or run it with Start-VrrpInstance.");
        }

        if (router.Running.Count > 0 && router.KeepalivedRuns == true)
        {
            Add(FindingSeverity.Warning, "OnlineTwoEngines", $"Both keepalived and the {Word(router.Running[0].Engine)} run on this node; if keepalived has this virtual router, too, they take each other's addresses away.", remedy: "Leave virtual router and addresses to one of them.");
        }

        if (router.Running.Count > 1)
        {
            Add(FindingSeverity.Error, "OnlineTwoEngines", $"Several run the virtual router on this node: {string.Join(", ", router.Running.Select(running => $"the {Word(running.Engine)} as '{running.Name}'"))}.", remedy: "Stop all but one with Stop-VrrpInstance.");
        }

        foreach (VrrpInstanceStatus running in router.Running)
        {
            string[] differences = [.. Differences(running.Options)];
            if (differences.Length > 0)
            {
                Add(FindingSeverity.Warning, "OnlineEngineDiffers", $"The {Word(running.Engine)} runs '{running.Name}' otherwise than the document has it: {string.Join("; ", differences)}.", remedy: "Reload the agent, or start the instance anew.");
            }

            if (running.State == VrrpState.Fault)
            {
                Add(FindingSeverity.Error, "OnlineFault", $"'{running.Name}' is in fault: {running.Reason}");
            }
        }
    }

    private IEnumerable<string> Differences(VrrpInstanceOptions running)
    {
        VrrpInstanceOptions wanted = router.Options;
        (string What, string Wanted, string Running)[] compared =
        [
            ("interface", wanted.Interface, running.Interface),
            ("virtual router id", Text(wanted.VirtualRouterId), Text(running.VirtualRouterId)),
            ("version", Text((int)wanted.Version), Text((int)running.Version)),
            ("priority", Text(wanted.Priority), Text(running.Priority)),
            ("interval", Text(wanted.AdvertisementInterval), Text(running.AdvertisementInterval)),
            ("authentication", wanted.Authentication.Method.ToString(), running.Authentication.Method.ToString()),
            ("addresses", Text(Addresses(wanted)), Text(Addresses(running))),
        ];
        return compared.Where(each => each.Wanted != each.Running).Select(each => $"{each.What} {each.Running} instead of {each.Wanted}");
    }

    private void Add(FindingSeverity severity, string id, string message, string? subject = null, string? remedy = null, string? node = null) =>
        _findings.Add(new Finding(severity, id, $"{router.Options.Name}: {message}") { Node = node ?? router.Node, Subject = subject ?? router.Options.Name, Remedy = remedy });

    /// <summary>The same id in the other family is another virtual router.</summary>
    private bool IsOfRouter(HeardAdvertisement heard) => heard.VirtualRouterId == router.Options.VirtualRouterId && heard.Source.Family == router.Options.EffectiveFamily;

    private static IEnumerable<InetAddress> Addresses(VrrpInstanceOptions options) => options.VirtualAddresses.Select(address => InetAddress.FromIPAddress(address.Address));

    private static IEnumerable<InetAddress> Advertised(VrrpInstanceOptions options) => options.VirtualAddresses.Where(address => !address.IsExcluded).Select(address => InetAddress.FromIPAddress(address.Address));

    private static string Word(EngineKind engine) => engine == EngineKind.Agent ? "agent" : "engine of a session";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(TimeSpan interval) => string.Create(CultureInfo.InvariantCulture, $"{interval.TotalSeconds:0.##} s");

    private static string Text(IEnumerable<InetAddress> addresses) => string.Join(", ", addresses.Order());
}
