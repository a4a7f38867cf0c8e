using System.Management.Automation;
using System.Runtime.CompilerServices;
using NginxHa.Cmdlets.Errors;

namespace NginxHa.Tests.Unit.Cmdlets;

public sealed class HaCmdletTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly CmdletRunner _runner = new();

    public void Dispose() => _runner.Dispose();

    [Fact]
    public void Asynchronous_work_writes_to_the_pipeline_between_its_awaits()
    {
        object[] output = _runner.With("Process", cmdlet => cmdlet.Run(async token =>
        {
            cmdlet.WriteObject("before");
            await Task.Run(() => { }, token);
            cmdlet.WriteVerbose("between");
            await Task.Yield();
            cmdlet.WriteObject("after");
        })).Invoke();
        Assert.Equal(["before", "after"], output);
    }

    [Fact]
    public void Result_of_asynchronous_work_is_returned() => Assert.Equal(
        [42],
        _runner.With("Process", cmdlet => cmdlet.WriteObject(cmdlet.Run(async _ =>
        {
            await Task.Yield();
            return 42;
        }))).Invoke());

    [Fact]
    public void Each_element_of_a_sequence_is_written_as_it_arrives()
    {
        Assert.Equal([1, 2, 3], _runner.With("Process", cmdlet => cmdlet.WriteAll(_ => Numbers())).Invoke());

        static async IAsyncEnumerable<int> Numbers()
        {
            for (int number = 1; number <= 3; number++)
            {
                await Task.Yield();
                yield return number;
            }
        }
    }

    [Fact]
    public void Error_of_one_input_is_written_and_the_next_goes_on()
    {
        object[] output = _runner.With("Process", cmdlet =>
        {
            if (cmdlet.InputObject?.ToString() == "bad")
            {
                throw HaErrors.InvalidValue("-InputObject", "bad", "anything but bad");
            }

            cmdlet.WriteObject(cmdlet.InputObject);
        }).Invoke("one", "bad", "two");

        Assert.Equal(["one", "two"], output);
        ErrorRecord error = Assert.Single(_runner.Shell.Streams.Error);
        Assert.Equal("InvalidValue,NginxHa.Tests.Unit.Cmdlets.ScriptedCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal("bad", error.TargetObject);
        Assert.Equal("-InputObject is 'bad'; allowed is anything but bad.", error.Exception.Message);
    }

    [Theory]
    [InlineData("Begin")]
    [InlineData("End")]
    public void Error_outside_of_the_inputs_ends_the_cmdlet(string step)
    {
        _runner.With(step, _ => throw new InvalidOperationException("not now"));
        CmdletInvocationException error = Assert.Throws<CmdletInvocationException>(() => _runner.Invoke());
        Assert.Equal("InvalidState,NginxHa.Tests.Unit.Cmdlets.ScriptedCommand", error.ErrorRecord.FullyQualifiedErrorId);
        Assert.Equal("not now", error.Message);
    }

    [Fact]
    public void Terminating_error_passes_through_the_step_that_throws_it()
    {
        _runner.With("Process", cmdlet => cmdlet.Fail(HaErrors.PathNotFound("/nowhere")));
        CmdletInvocationException error = Assert.Throws<CmdletInvocationException>(() => _runner.Invoke());
        Assert.StartsWith("PathNotFound,", error.ErrorRecord.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_runner.Shell.Streams.Error);
    }

    [Fact]
    public void Error_of_asynchronous_work_keeps_its_id()
    {
        _runner.With("Process", cmdlet => cmdlet.Run(async _ =>
        {
            await Task.Yield();
            throw HaErrors.InterfaceNotFound("eth9");
        })).Invoke();
        Assert.StartsWith("InterfaceNotFound,", Assert.Single(_runner.Shell.Streams.Error).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_the_pipeline_cancels_the_work_which_may_clean_up()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool cleanedUp = false;
        _runner.With("Process", cmdlet => cmdlet.Run(async token =>
        {
            started.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                await Task.Yield();
                cleanedUp = true;
            }
        }));

        IAsyncResult invocation = _runner.Shell.BeginInvoke();
        await started.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        await Task.Run(_runner.Shell.Stop, TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Throws<PipelineStoppedException>(() => _runner.Shell.EndInvoke(invocation));
        Assert.True(cleanedUp);
        Assert.Empty(_runner.Shell.Streams.Error);
        Assert.Equal(PSInvocationState.Stopped, _runner.Shell.InvocationStateInfo.State);
    }

    [Fact]
    public void Token_is_cancelled_when_the_cmdlet_is_done()
    {
        CancellationToken token = default;
        _runner.With("Process", cmdlet => token = cmdlet.Token).Invoke();
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public void Sequence_ends_when_downstream_needs_no_more()
    {
        bool disposed = false;
        _runner.With("Process", cmdlet => cmdlet.WriteAll(token => Endless(token)));
        // A downstream command that stops its upstream, as Select-Object -First does.
        _runner.Shell.AddScript("process { $_; if ($_ -ge 3) { throw 'enough' } }", useLocalScope: true);
        Assert.ThrowsAny<RuntimeException>(() => _runner.Invoke());
        Assert.True(disposed);

        async IAsyncEnumerable<int> Endless([EnumeratorCancellation] CancellationToken token)
        {
            try
            {
                for (int number = 1; ; number++)
                {
                    await Task.Yield();
                    token.ThrowIfCancellationRequested();
                    yield return number;
                }
            }
            finally
            {
                disposed = true;
            }
        }
    }
}
