using NginxHa.Fuzz.Nginx;

namespace NginxHa.Tests.Unit.Nginx.Configuration;

public sealed class FuzzTests
{
    /// <summary>A taste of the fuzzer of tests/Fuzz, with the same inputs on every run.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Mutated_configurations_keep_every_property(int seed)
    {
        var fuzzer = new ConfigurationFuzzer(seed, Path.Combine(AppContext.BaseDirectory, "Vectors", "nginx"));
        for (int i = 0; i < 1500; i++)
        {
            fuzzer.Check(fuzzer.NextInput());
        }
    }
}
