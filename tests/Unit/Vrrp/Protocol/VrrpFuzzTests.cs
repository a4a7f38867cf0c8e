using NginxHa.Fuzz.Vrrp;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Protocol;

public sealed class VrrpFuzzTests
{
    /// <summary>A short run of what <c>dotnet run -c Release --project tests/Fuzz -- vrrp</c> does for millions.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_answer_is_that_of_the_reference(int seed)
    {
        var fuzzer = new VrrpFuzzer(seed);
        for (int i = 0; i < 10_000; i++)
        {
            fuzzer.Check(fuzzer.NextInput());
        }

        // The inputs have to reach every answer that decoder and verifiers can give.
        for (VrrpRefusal refusal = VrrpRefusal.None; refusal <= VrrpRefusal.Replayed; refusal++)
        {
            if (refusal is not (VrrpRefusal.OwnPacket or VrrpRefusal.UnknownSource or VrrpRefusal.UnexpectedDestination))
            {
                Assert.True(fuzzer.Refusals[(int)refusal] > 0, $"{refusal} never came");
            }
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_inputs()
    {
        var one = new VrrpFuzzer(7);
        var other = new VrrpFuzzer(7);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(one.NextInput(), other.NextInput());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("01")]
    [InlineData("02")]
    [InlineData("03")]
    [InlineData("ffffff")]
    public void Inputs_without_a_body_are_no_failure(string hex) => new VrrpFuzzer(1).Check(Convert.FromHexString(hex));
}
