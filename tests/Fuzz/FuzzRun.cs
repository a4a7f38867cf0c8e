using System.Diagnostics;

namespace NginxHa.Fuzz;

/// <summary>Runs a fuzzer on all cores, and ends with the input at fault when one crashes it or hangs.</summary>
public static class FuzzRun
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    public static int Run(FuzzOptions options, Func<int, IFuzzer> create)
    {
        if (options.Replay is { } file)
        {
            create(options.Seed).Check(File.ReadAllBytes(file));
            Console.WriteLine($"{file}: holds");
            return 0;
        }

        var clock = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, options.Jobs)
            .Select(job => new Worker(create(unchecked((options.Seed * 1009) + job)), (options.Count + options.Jobs - 1 - job) / options.Jobs))
            .ToList();
        workers.ForEach(worker => worker.Start());
        while (workers.Exists(worker => worker.IsRunning))
        {
            Thread.Sleep(200);
            Worker? hung = workers.Find(worker => worker.IsRunning && worker.InputAge > Hang);
            Worker? broken = hung ?? workers.Find(worker => worker.Failure is not null);
            if (broken is not null)
            {
                return Fail(broken, hung is null ? broken.Failure!.ToString() : $"no end after {Hang.TotalSeconds} s");
            }
        }

        if (workers.Find(worker => worker.Failure is not null) is { } late)
        {
            return Fail(late, late.Failure!.ToString());
        }

        Console.WriteLine($"{workers.Sum(w => w.Done)} inputs, {workers.Sum(w => w.Bytes)} bytes, seed {options.Seed}: no crash, no hang, every property held; "
            + $"{clock.Elapsed.TotalSeconds:F1} s, slowest input {workers.Max(w => w.Slowest).TotalMilliseconds:F0} ms");
        return 0;
    }

    private static int Fail(Worker worker, string why)
    {
        string path = Path.Combine(Path.GetTempPath(), $"fuzz-{Environment.ProcessId}.input");
        File.WriteAllBytes(path, worker.Input);
        Console.Error.WriteLine($"input {worker.Done} fails: {why}\nwritten to {path}; check it alone with --replay");
        return 1;
    }

    private sealed class Worker(IFuzzer fuzzer, long count)
    {
        private long _inputSince = Stopwatch.GetTimestamp();
        private volatile bool _finished;

        public byte[] Input { get; private set; } = [];

        public long Done { get; private set; }

        public long Bytes { get; private set; }

        public TimeSpan Slowest { get; private set; }

        public Exception? Failure { get; private set; }

        public bool IsRunning => !_finished;

        public TimeSpan InputAge => Stopwatch.GetElapsedTime(Volatile.Read(ref _inputSince));

        public void Start()
        {
            var thread = new Thread(Loop) { IsBackground = true };
            thread.Start();
        }

        private void Loop()
        {
            try
            {
                for (; Done < count; Done++)
                {
                    Input = fuzzer.NextInput();
                    Bytes += Input.Length;
                    long start = Stopwatch.GetTimestamp();
                    Volatile.Write(ref _inputSince, start);
                    fuzzer.Check(Input);
                    TimeSpan took = Stopwatch.GetElapsedTime(start);
                    Slowest = took > Slowest ? took : Slowest;
                }
            }
#pragma warning disable CA1031 // Whatever comes out of the code under test is the finding.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Failure = e;
            }
            finally
            {
                _finished = true;
            }
        }
    }
}
