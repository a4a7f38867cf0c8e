using NginxHa.Cmdlets.Hosting;

namespace NginxHa.Tests.Unit.Cmdlets;

[Collection(ModuleStateCollection.Name)]
public class ModuleLifetimeTests
{
    [Fact]
    public void Clean_ups_run_in_reverse_order_once_and_despite_one_that_fails()
    {
        var ran = new List<string>();
        ModuleLifetime.Register(() => ran.Add("first"));
        ModuleLifetime.Register(() => throw new FormatException());
        IDisposable withdrawn = ModuleLifetime.Register(() => ran.Add("withdrawn"));
        ModuleLifetime.Register(() => ran.Add("last"));
        withdrawn.Dispose();

        Assert.IsType<FormatException>(Assert.Single(ModuleLifetime.RunCleanUps()));
        Assert.Empty(ModuleLifetime.RunCleanUps());
        Assert.Equal(["last", "first"], ran);
    }
}
