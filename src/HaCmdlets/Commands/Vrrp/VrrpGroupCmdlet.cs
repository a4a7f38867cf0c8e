using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Scripting;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>What New- and Set-VrrpSyncGroup share.</summary>
public abstract class VrrpGroupCmdlet : VrrpHookCmdlet
{
    /// <summary>Tracks for all members, as New-VrrpTrack makes them.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public TrackOptions[] Track { get; set; } = [];

    /// <summary>Refuses members that nobody can be.</summary>
    private protected static void RequireValid(SyncGroupOptions options, EngineKind engine)
    {
        RequireScriptless(engine, options.Tracks);
        IReadOnlyList<OptionProblem> problems = SyncGroupOptionsValidator.Validate(options);
        if (problems.Count > 0)
        {
            throw HaErrors.InvalidVrrpOptions("VRRP sync group", options.Name, ParameterNames.Translate(problems), options);
        }
    }

    private protected SyncGroupStatus Put(IVrrpEngine engine, SyncGroupOptions options, HookScripts scripts) => Await(async token =>
    {
        HookRunner? running = engine.Kind == EngineKind.Session ? ScriptHooks.Find(options.Name, isGroup: true) : null;
        bool isNew = running is null && !scripts.IsEmpty;
        using HookSubscription? hooks = isNew ? HookSubscription.Open(engine, options.Name, isGroup: true, scripts) : null;
        await engine.SetGroupAsync(options, token).ConfigureAwait(false);
        hooks?.Keep();
        if (running is not null)
        {
            running.Scripts = running.Scripts.With(scripts);
        }

        IReadOnlyList<SyncGroupStatus> groups = await engine.GetGroupsAsync(token).ConfigureAwait(false);
        return groups.First(group => group.Options.Name == options.Name);
    });
}
