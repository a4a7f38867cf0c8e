using System.Collections;
using System.Management.Automation;
using NginxHa.Cmdlets.Completion;

namespace NginxHa.Tests.Unit.Cmdlets;

public class CompleterTests
{
    [Theory]
    [InlineData("", "'two words',Eth1,eth0,it''s")]
    [InlineData("ETH", "Eth1,eth0")]
    [InlineData("*1", "Eth1")]
    [InlineData("'two", "'two words'")]
    [InlineData("none", "")]
    public void Names_that_fit_are_offered_in_order_and_quoted_where_they_must_be(string typed, string expected)
    {
        string[] offered = [.. Complete(new SampleCompleter(), typed).Select(result => result.CompletionText)];
        string[] wanted = expected.Length == 0 ? [] : [.. expected.Split(',').Select(name => name == "it''s" ? "'it''s'" : name)];
        Assert.Equal(wanted.Order(StringComparer.Ordinal), offered.Order(StringComparer.Ordinal));
        Assert.Equal(offered.OrderBy(name => name.Trim('\''), StringComparer.OrdinalIgnoreCase), offered);
    }

    [Fact]
    public void Interfaces_of_this_machine_are_offered_with_their_state()
    {
        CompletionResult loopback = Complete(new InterfaceCompleter(), OperatingSystem.IsWindows() ? "Loopback" : "lo").First();
        Assert.StartsWith("lo", loopback.ListItemText, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("127.0.0.1", loopback.ToolTip, StringComparison.Ordinal);
    }

    [Fact]
    public void Namespaces_are_offered_and_none_is_no_error() =>
        Assert.Empty(Complete(new NetworkNamespaceCompleter(), "no-such-namespace"));

    private static IEnumerable<CompletionResult> Complete(NameCompleter completer, string typed) =>
        completer.CompleteArgument("Test-Sample", "Name", typed, null!, new Hashtable());

    private sealed class SampleCompleter : NameCompleter
    {
        protected override IEnumerable<(string Name, string Description)> GetNames(IDictionary boundParameters) =>
            [("eth0", "first"), ("Eth1", "second"), ("two words", "third"), ("it's", "fourth")];
    }
}
