using System.Management.Automation.Language;
using NginxHa.Shell.Arguments;

namespace NginxHa.Tests.ModuleTests.Shell;

public class ScriptArgumentsTests
{
    private static readonly ScriptBlockAst Script =
        Parser.ParseInput("[CmdletBinding()] param([Alias('Peer')] [switch] $PeerKeepalived, [string] $Name, [int] $Count)", out _, out _);

    [Fact]
    public void Switches_take_no_value()
    {
        ScriptArguments read = ScriptArguments.Read(["-PeerKeepalived", "one", "-Name", "two", "-Verbose", "three"], Script);
        Assert.Equal(true, read.Named["PeerKeepalived"]);
        Assert.Equal("two", read.Named["name"]);
        Assert.Equal(true, read.Named["Verbose"]);
        Assert.Equal(["one", "three"], read.Positional);
    }

    [Theory]
    [InlineData("-Peer", true)]
    [InlineData("-PeerKeepalived:$true", true)]
    [InlineData("-PeerKeepalived:$false", false)]
    [InlineData("-PeerKeepalived:false", false)]
    public void Switches_may_be_shortened_and_switched_off(string word, bool expected)
    {
        object? value = Assert.Single(ScriptArguments.Read([word, "next"], Script).Named.Values.Cast<object>());
        Assert.Equal(expected, value);
    }

    [Fact]
    public void Negative_numbers_are_values() => Assert.Equal(["-1"], ScriptArguments.Read(["-1"], Script).Positional);

    [Fact]
    public void Value_may_stand_after_a_colon_and_begin_with_a_hyphen()
    {
        Assert.Equal("-x", ScriptArguments.Read(["-Name:-x"], Script).Named["Name"]);
        Assert.Equal("-x", ScriptArguments.Read(["-Name", "-x"], Script).Named["Name"]);
    }

    [Fact]
    public void Script_without_parameters_gets_everything_as_it_was_typed()
    {
        ScriptArguments read = ScriptArguments.Read(["-Verbose", "-Other:1", "x"], Parser.ParseInput("$args", out _, out _));
        Assert.Equal(["-Verbose", "-Other:1", "x"], read.Positional);
        Assert.Empty(read.Named);
    }

    [Fact]
    public void Alias_of_a_switch_takes_no_value_either() => Assert.Equal(["n"], ScriptArguments.Read(["-Peer", "n"], Script).Positional);

    [Fact]
    public void After_two_hyphens_everything_is_a_value() =>
        Assert.Equal(["-Name", "x"], ScriptArguments.Read(["--", "-Name", "x"], Script).Positional);
}
