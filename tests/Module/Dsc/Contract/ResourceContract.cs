using Newtonsoft.Json.Linq;

namespace NginxHa.Tests.Dsc;

/// <summary>
/// What every resource has to do, whoever calls it: absent, present, drifted, again (nothing happens), absent.
/// </summary>
internal sealed class ResourceContract
{
    /// <summary>Name of the class.</summary>
    public required string Type { get; init; }

    /// <summary>A declaration of something present.</summary>
    public required JObject Declaration { get; init; }

    /// <summary>Changes the machine behind the resource's back, and which property has to tell.</summary>
    public required IReadOnlyList<(Action Change, string Reason)> Drifts { get; init; }

    /// <summary>Something that is another one as soon as anything is touched: times of files, identifiers, counters.</summary>
    public required Func<string> Fingerprint { get; init; }

    /// <summary>Goes through all of it.</summary>
    public void Check(IResourceCaller caller)
    {
        JObject absent = With("Absent");
        ExpectAbsent(caller, "before anything was set");
        caller.Set(Type, absent);
        ExpectAbsent(caller, "after Absent was set where there is nothing");

        caller.Set(Type, Declaration);
        ExpectPresent(caller, "after it was set");
        SetAgain(caller, Declaration);
        foreach ((Action change, string reason) in Drifts)
        {
            change();
            JObject drifted = caller.Get(Type, Declaration);
            Assert.Contains(drifted["Reasons"]!.Values<string>(), text => text!.Contains(reason, StringComparison.Ordinal));
            Assert.False((bool)drifted["_inDesiredState"]!);
            Assert.False(caller.Test(Type, Declaration), $"drifted: {reason}");
            caller.Set(Type, Declaration);
            ExpectPresent(caller, $"after the drift of {reason} was set right");
        }

        SetAgain(caller, Declaration);

        Assert.False(caller.Test(Type, absent), "Absent while it is present");
        caller.Set(Type, absent);
        ExpectAbsent(caller, "after Absent was set");
        SetAgain(caller, absent);
    }

    private JObject With(string ensure)
    {
        var result = (JObject)Declaration.DeepClone();
        result["Ensure"] = ensure;
        return result;
    }

    private void SetAgain(IResourceCaller caller, JObject declaration)
    {
        string before = Fingerprint();
        caller.Set(Type, declaration);
        Assert.Equal(before, Fingerprint());
    }

    private void ExpectAbsent(IResourceCaller caller, string when)
    {
        JObject state = caller.Get(Type, Declaration);
        Assert.Equal("Absent", (string?)state["Ensure"]);
        Assert.NotEmpty(state["Reasons"]!);
        Assert.False(caller.Test(Type, Declaration), when);
        Assert.True(caller.Test(Type, With("Absent")), when);
    }

    private void ExpectPresent(IResourceCaller caller, string when)
    {
        JObject state = caller.Get(Type, Declaration);
        Assert.Equal("Present", (string?)state["Ensure"]);
        Assert.Empty(state["Reasons"]!.Values<string>());
        Assert.Equal([], AdapterReplay.Differences(Declaration, state).Where(name => name != "Secret"));
        Assert.True(caller.Test(Type, Declaration), when);
    }
}
