namespace NginxHa.Vrrp.Options;

/// <summary>Says everything that is wrong with a declared sync group, without looking at the instances that run.</summary>
public static class SyncGroupOptionsValidator
{
    /// <summary>Finds the problems of one group.</summary>
    /// <param name="options">The options.</param>
    /// <returns>Empty when there is none.</returns>
    public static IReadOnlyList<OptionProblem> Validate(SyncGroupOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new OptionProblemList();
        problems.Text(nameof(options.Name), options.Name, VrrpInstanceOptionsValidator.LongestName);
        if (options.Members.Count == 0)
        {
            problems.Add(nameof(options.Members), "0 instances", "At least one instance is.");
        }

        foreach (string member in options.Members)
        {
            problems.Text(nameof(options.Members), member, VrrpInstanceOptionsValidator.LongestName);
        }

        problems.Unique(nameof(options.Members), options.Members, static m => m, "Each instance once is.");
        TrackOptionsValidator.Validate(nameof(options.Tracks), options.Tracks, problems);
        HooksValidator.Validate(nameof(options.Hooks), options.Hooks, problems);
        return problems;
    }
}
