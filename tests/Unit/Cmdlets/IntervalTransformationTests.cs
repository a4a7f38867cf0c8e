using System.Globalization;
using System.Management.Automation;
using NginxHa.Cmdlets;

namespace NginxHa.Tests.Unit.Cmdlets;

public class IntervalTransformationTests
{
    public static TheoryData<object, double> Good => new()
    {
        { TimeSpan.FromMilliseconds(20), 20 },
        { 1, 1000 },
        { 0.1, 100 },
        { 0.01m, 10 },
        { 2.5f, 2500 },
        { (byte)3, 3000 },
        { PSObject.AsPSObject(0.5), 500 },
        { "100ms", 100 },
        { "100 MS", 100 },
        { "250us", 0.25 },
        { "0.1", 100 },
        { " 1.5s ", 1500 },
        { "2m", 120_000 },
        { "1h", 3_600_000 },
        { "1e-2", 10 },
        { "00:00:01.5", 1500 },
        { "-1s", -1000 },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void Interval_is_understood(object input, double milliseconds) =>
        Assert.Equal(milliseconds, ((TimeSpan)new IntervalTransformationAttribute().Transform(null!, input)).TotalMilliseconds);

    [Theory]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("1,5")]
    [InlineData("1 day")]
    [InlineData("1:2:3:4:5:6")]
    [InlineData("1e300")]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(true)]
    [InlineData('1')]
    public void What_is_no_interval_is_refused_with_what_is_allowed(object input)
    {
        string message = Assert.Throws<ArgumentTransformationMetadataException>(
            () => new IntervalTransformationAttribute().Transform(null!, input)).Message;
        Assert.Contains(Convert.ToString(input, CultureInfo.InvariantCulture)!, message, StringComparison.Ordinal);
        Assert.Contains("'100ms'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameter_takes_text_as_seconds_and_not_as_days()
    {
        using var runner = new CmdletRunner();
        runner.Shell.AddParameter("Interval", "1");
        Assert.Equal([TimeSpan.FromSeconds(1)], runner.With("Process", cmdlet => cmdlet.WriteObject(cmdlet.Interval)).Invoke());
    }
}
