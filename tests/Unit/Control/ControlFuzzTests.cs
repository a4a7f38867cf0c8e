using NginxHa.Control.Protocol;
using NginxHa.Fuzz.Control;

namespace NginxHa.Tests.Unit.Control;

public sealed class ControlFuzzTests
{
    /// <summary>A short run of what <c>dotnet run -c Release --project tests/Fuzz -- control</c> does for millions.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_line_is_read_or_refused_with_a_code(int seed)
    {
        var fuzzer = new ControlFuzzer(seed);
        for (int i = 0; i < 3000; i++)
        {
            fuzzer.Check(fuzzer.NextInput());
        }

        // The inputs have to reach every way through the reader.
        string[] answers =
        [
            ControlErrorCode.MalformedRequest, ControlErrorCode.UnsupportedProtocol, "InvalidOptions",
            ControlMethods.InstanceStart, ControlMethods.InstanceUpdate, ControlMethods.InstanceStop, ControlMethods.GroupSet,
            ControlMethods.GroupRemove, ControlMethods.RequestCancel, ControlMethods.AgentStatus,
        ];
        Assert.All(answers, answer => Assert.True(fuzzer.Answers.GetValueOrDefault(answer) > 10, $"{answer} came {fuzzer.Answers.GetValueOrDefault(answer)} times"));
    }
}
