using NginxHa.Tests.Simulation.Running;

namespace NginxHa.Tests.Simulation.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void A_run_ends_with_one_line_that_sums_it_up()
    {
        (int code, string output, _) = Run("--scenarios", "200", "--seed", "3", "--parallel", "2");
        Assert.Equal(0, code);
        Assert.Matches(@"^seed 3: 200 scenarios, \d+ failovers, 0 violations, \d+\.\d simulated hours$", output.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public void A_replay_shows_the_scenario_and_what_happens()
    {
        (int code, string output, _) = Run("--replay", "42", "--trace");
        Assert.Equal(0, code);
        Assert.StartsWith("scenario 42: version", output, StringComparison.Ordinal);
        Assert.Contains("node 0 starts", output, StringComparison.Ordinal);
        Assert.EndsWith("Everything held.", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(output, Run("--replay", "42", "--trace").Output);
    }

    [Fact]
    public void A_run_without_an_excuse_finds_what_needs_it_and_says_how_to_see_it_again()
    {
        (int code, string output, _) = Run("--scenarios", "200", "--seed", "1", "--parallel", "1", "--without", "StartupDelay,GroupFollows");
        Assert.Equal(1, code);
        Assert.Matches(@"--replay \d+ --faults ""[\d,]*"" --without \w+,\w+ --trace", output);
    }

    [Theory]
    [InlineData("--scenarios needs a number from 1 on, not '0'.", "--scenarios", "0")]
    [InlineData("--seed needs a number from 0 to 18446744073709551615, not '-1'.", "--scenarios", "1", "--seed", "-1")]
    [InlineData("--faults needs numbers of faults with commas between them, not 'x'.", "--replay", "1", "--faults", "x")]
    [InlineData("--without needs All or some of LostAdvertisement, ", "--scenarios", "1", "--without", "Everything")]
    [InlineData("There is no option '--sede'.", "--scenarios", "1", "--sede", "1")]
    [InlineData("--parallel needs a number of threads from 1 to 1024, not ''.", "--scenarios", "1", "--parallel")]
    public void Wrong_options_are_named(string problem, params string[] args)
    {
        (int code, _, string errors) = Run(args);
        Assert.Equal(2, code);
        Assert.StartsWith(problem, errors, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Errors) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        int code = SimulationCommand.Run(args, output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
