using NginxHa.Cmdlets.Hosting;

namespace NginxHa.Tests.Unit.Cmdlets;

public class PipelinePumpTests
{
    [Fact]
    public void Continuations_run_on_the_calling_thread()
    {
        int caller = Environment.CurrentManagedThreadId;
        var threads = new List<int>();
        PipelinePump.Run(async () =>
        {
            for (int round = 0; round < 100; round++)
            {
                await Task.Run(() => { });
                threads.Add(Environment.CurrentManagedThreadId);
            }
        });
        Assert.Equal(100, threads.Count);
        Assert.All(threads, thread => Assert.Equal(caller, thread));
    }

    [Fact]
    public void Previous_context_comes_back()
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        PipelinePump.Run(() => Task.CompletedTask);
        Assert.Same(before, SynchronizationContext.Current);
        Assert.Throws<InvalidOperationException>(() => PipelinePump.Run(() => throw new InvalidOperationException()));
        Assert.Same(before, SynchronizationContext.Current);
    }

    [Fact]
    public void Runs_may_be_nested()
    {
        int caller = Environment.CurrentManagedThreadId;
        PipelinePump.Run(async () =>
        {
            await Task.Yield();
            PipelinePump.Run(async () => await Task.Yield());
            await Task.Yield();
            Assert.Equal(caller, Environment.CurrentManagedThreadId);
        });
    }

    [Fact]
    public void Exception_that_nobody_awaits_is_thrown_after_the_work_has_ended()
    {
        bool ended = false;
        Assert.Throws<FormatException>(() => PipelinePump.Run(async () =>
        {
            SynchronizationContext.Current!.Post(_ => throw new FormatException(), null);
            await Task.Yield();
            await Task.Yield();
            ended = true;
        }));
        Assert.True(ended);
    }

    [Fact]
    public void Send_from_another_thread_is_run_here_and_waited_for()
    {
        int caller = Environment.CurrentManagedThreadId;
        int ran = 0;
        PipelinePump.Run(() =>
        {
            SynchronizationContext pump = SynchronizationContext.Current!;
            return Task.Run(() =>
            {
                pump.Send(_ => ran = Environment.CurrentManagedThreadId, null);
                Assert.Equal(caller, ran);
            });
        });
    }

    [Fact]
    public async Task What_is_posted_after_the_end_is_not_lost()
    {
        SynchronizationContext? pump = null;
        PipelinePump.Run(() =>
        {
            pump = SynchronizationContext.Current;
            return Task.CompletedTask;
        });
        var ran = new TaskCompletionSource();
        pump!.Post(_ => ran.SetResult(), null);
        await ran.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
