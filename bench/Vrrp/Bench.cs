using NginxHa.Bench.Vrrp.Contenders;

namespace NginxHa.Bench.Vrrp;

/// <summary>The two engines, and how long everything takes.</summary>
/// <param name="Ours">The agent.</param>
/// <param name="Theirs">keepalived.</param>
/// <param name="IsQuick">Fewer and shorter runs, to see that everything works.</param>
internal sealed record Bench(IContender Ours, IContender Theirs, bool IsQuick)
{
    /// <summary>One number for a whole bench, one for a quick one.</summary>
    public T Choose<T>(T full, T quick) => IsQuick ? quick : full;

    /// <summary>Both, in an order that changes from run to run, so that neither always comes first.</summary>
    public IReadOnlyList<IContender> InTurn(int run) => run % 2 == 0 ? [Ours, Theirs] : [Theirs, Ours];

    /// <summary>The list that values of an engine belong to.</summary>
    public List<double> Side(Results.Measure measure, IContender contender) => contender == Ours ? measure.Ours : measure.Theirs;

    /// <summary>Says what goes on.</summary>
    public static void Say(string text) => Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss} {text}"));
}
