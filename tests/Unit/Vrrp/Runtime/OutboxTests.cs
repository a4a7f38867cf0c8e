using System.Globalization;
using NginxHa.Vrrp.Runtime.Loop;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

/// <summary>What the loop leaves to others is done in order, whatever becomes of a part of it.</summary>
public sealed class OutboxTests
{
    private readonly List<string> _done = [];
    private readonly List<string> _reports = [];

    [Fact]
    public async Task An_action_that_fails_is_reported_once_and_keeps_back_no_other()
    {
        var outbox = new Outbox("test", _reports.Add);
        outbox.Post(() => _done.Add("first"));
        outbox.Post(() => throw new InvalidOperationException("no room"));
        outbox.Post(() => _done.Add("second"));
        await CompleteAsync(outbox);

        Assert.Equal(["first", "second"], _done);
        Assert.Contains("no room", Assert.Single(_reports), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_fails_each_time_is_not_tried_again_for_ever()
    {
        int tries = 0;
        var outbox = new Outbox("test", _ =>
        {
            tries++;
            throw new InvalidOperationException("nobody listens");
        });
        Fail(outbox, 3);
        outbox.Post(() => _done.Add("next"));
        await CompleteAsync(outbox);

        Assert.Equal(3, tries);
        Assert.Equal(["next"], _done);
    }

    [Fact]
    public async Task The_first_report_that_gets_through_says_how_many_did_not()
    {
        bool isBroken = true;
        var outbox = new Outbox("test", report =>
        {
            if (isBroken)
            {
                throw new InvalidOperationException("nobody listens");
            }

            _reports.Add(report);
        });
        Fail(outbox, 2);
        outbox.Post(() => isBroken = false);
        Fail(outbox, 2);
        await CompleteAsync(outbox);

        Assert.Equal(2, _reports.Count);
        Assert.StartsWith("2 failures before this one could not be reported. System.InvalidOperationException: failure 0", _reports[0], StringComparison.Ordinal);
        Assert.StartsWith("System.InvalidOperationException: failure 1", _reports[1], StringComparison.Ordinal);
    }

    private static void Fail(Outbox outbox, int times)
    {
        for (int i = 0; i < times; i++)
        {
            string message = string.Create(CultureInfo.InvariantCulture, $"failure {i}");
            outbox.Post(() => throw new InvalidOperationException(message));
        }
    }

    private static Task CompleteAsync(Outbox outbox)
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        outbox.Complete(completion.SetResult);
        return completion.Task.WaitAsync(TestContext.Current.CancellationToken);
    }
}
