using NginxHa.Shell.Arguments;

namespace NginxHa.Tests.ModuleTests.Shell;

public class ShellArgumentsTests
{
    [Fact]
    public void Nothing_means_a_person_at_a_terminal() => Assert.Equal(ShellMode.Interactive, ShellArguments.Parse([]).Mode);

    [Theory]
    [InlineData("-Command")]
    [InlineData("-command")]
    [InlineData("-c")]
    [InlineData("-com")]
    [InlineData("/Command")]
    public void Command_takes_the_rest_of_the_line(string name)
    {
        ShellArguments parsed = ShellArguments.Parse(["-NoProfile", name, "Get-Thing", "-File", "x"]);
        Assert.Equal((ShellMode.Command, "Get-Thing -File x"), (parsed.Mode, parsed.Text));
    }

    [Theory]
    [InlineData("-File", "script.ps1")]
    [InlineData("-f", "script.ps1")]
    [InlineData("script.ps1")]
    public void File_takes_the_rest_as_the_arguments_of_the_script(params string[] words)
    {
        ShellArguments parsed = ShellArguments.Parse([.. words, "-Command", "x", "-NoExit"]);
        Assert.Equal((ShellMode.File, "script.ps1"), (parsed.Mode, parsed.Text));
        Assert.Equal(["-Command", "x", "-NoExit"], parsed.ScriptArguments);
        Assert.False(parsed.NoExit);
    }

    [Fact]
    public void Encoded_command_is_decoded_as_Ansible_sends_it()
    {
        string encoded = Convert.ToBase64String(System.Text.Encoding.Unicode.GetBytes("'grüße'"));
        ShellArguments parsed = ShellArguments.Parse(
            ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Unrestricted", "-InputFormat", "Text", "-OutputFormat", "Text", "-EncodedCommand", encoded]);
        Assert.Equal((ShellMode.Command, "'grüße'", true), (parsed.Mode, parsed.Text, parsed.NonInteractive));
    }

    [Theory]
    [InlineData("-")]
    [InlineData("-Command", "-")]
    [InlineData("-File", "-")]
    public void Hyphen_means_standard_input(params string[] words) => Assert.Equal(ShellMode.StandardInput, ShellArguments.Parse(words).Mode);

    [Theory]
    [InlineData("-Nonsense", "-Nonsense")]
    [InlineData("-Command needs", "-Command")]
    [InlineData("-File needs", "-File")]
    [InlineData("base 64", "-EncodedCommand", "???")]
    public void What_cannot_be_understood_is_named(string expected, params string[] words) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => ShellArguments.Parse(words)).Message, StringComparison.Ordinal);
}
