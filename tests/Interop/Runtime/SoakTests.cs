using System.Diagnostics;
using System.Globalization;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Interop.Runtime;

/// <summary>
/// A long time at the shortest interval with every processor busy. Runs only when asked for (<c>-explicit only</c>);
/// <c>NGINXHA_SOAK_SECONDS</c> says how long.
/// </summary>
[Collection(TimingSensitive.Name)]
public sealed class SoakTests : IDisposable
{
    private const int DefaultSeconds = 1200;

    private static readonly Pairing Router = new()
    {
        Name = "router", Id = 7, Version = VrrpVersion.V3, Interval = TimeSpan.FromMilliseconds(10),
    };

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropFact(Explicit = true)]
    public async Task At_10_ms_and_full_load_nothing_fails_over_and_nothing_grows()
    {
        TimeSpan duration = TimeSpan.FromSeconds(int.Parse(
            Environment.GetEnvironmentVariable("NGINXHA_SOAK_SECONDS") ?? $"{DefaultSeconds}", CultureInfo.InvariantCulture));
        EngineNode master = new(_segment.Theirs);
        await master.StartAsync(Router.Ours(_segment, 200), Cancelled);
        await master.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        await _segment.Engine.StartAsync(Router.Ours(_segment, 100), Cancelled);
        for (int processor = 0; processor < Environment.ProcessorCount; processor++)
        {
            _segment.Client.Start("sha256sum", ["/dev/zero"]);
        }

        // The first tenth warms up: code is compiled, pools are filled.
        await Task.Delay(duration / 10, Cancelled);
        Footprint before = Footprint.Take();
        await Task.Delay(duration * 0.9, Cancelled);
        VrrpInstanceStatus sender = await master.GetAsync(Router.Name, Cancelled);
        VrrpInstanceStatus listener = await _segment.Engine.GetAsync(Router.Name, Cancelled);
        Footprint after = Footprint.Take();

        string numbers = string.Create(CultureInfo.InvariantCulture, $"""
            {duration.TotalSeconds:0} s: {sender.Statistics.AdvertisementsSent} advertisements sent, {sender.Statistics.LateAdvertisements} late by more than a tenth of the interval,
            {listener.Statistics.AdvertisementsReceived} received, {listener.Statistics.BecameMaster} false failovers;
            memory {before.Megabytes:0.0} -> {after.Megabytes:0.0} MB, descriptors {before.Descriptors} -> {after.Descriptors}, threads {before.Threads} -> {after.Threads}
            {_segment.Engine.DescribeEvents()}
            """);
        TestContext.Current.TestOutputHelper?.WriteLine(numbers);
        Assert.True(listener.Statistics.BecameMaster == 0 && sender.Statistics.BecameMaster == 1, numbers);
        Assert.True(after.Descriptors <= before.Descriptors + 5, numbers);
        Assert.True(after.Megabytes <= before.Megabytes + 10, numbers);
    }

    private readonly record struct Footprint(double Megabytes, int Descriptors, int Threads)
    {
        // No collection is forced: on a busy machine it would stop both engines, which share this process, for longer than the
        // 36 ms that a backup waits.
        public static Footprint Take()
        {
            using Process process = Process.GetCurrentProcess();
            return new Footprint(
                process.WorkingSet64 / 1048576.0, Directory.GetFileSystemEntries("/proc/self/fd").Length, process.Threads.Count);
        }
    }
}
