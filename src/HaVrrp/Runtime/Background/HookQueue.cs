using NginxHa.Vrrp.Runtime.Core;

namespace NginxHa.Vrrp.Runtime.Background;

/// <summary>
/// Programs on changes: those of one instance or group one after the other, in the order of the changes, those of different
/// ones side by side. Nobody waits for them.
/// </summary>
internal sealed class HookQueue(Action<HookRequest, string> failed, CancellationToken stop)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <summary>Queues a program. One that is the same as the last one that still waits is the same news, and dropped.</summary>
    public void Add(HookRequest request, string? networkNamespace)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(request.Owner, out Line? line))
            {
                line = new Line();
                _lines.Add(request.Owner, line);
            }

            if (line.Last is { } last && IsSame(last, request))
            {
                return;
            }

            line.Waiting.Enqueue((request, networkNamespace));
            line.Last = request;
            if (line.Worker.IsCompleted)
            {
                line.Worker = Task.Run(() => WorkAsync(request.Owner, line), CancellationToken.None);
            }
        }
    }

    /// <summary>Completes when everything added until now has run.</summary>
    public Task DrainAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_lines.Values.Select(static line => line.Worker));
        }
    }

    private static bool IsSame(HookRequest left, HookRequest right) =>
        left.Hook == right.Hook && left.State == right.State && left.Arguments.SequenceEqual(right.Arguments);

    private async Task WorkAsync(string owner, Line line)
    {
        while (true)
        {
            (HookRequest request, string? networkNamespace) next;
            lock (_lock)
            {
                if (!line.Waiting.TryDequeue(out next))
                {
                    _lines.Remove(owner);
                    return;
                }

                if (line.Waiting.Count == 0)
                {
                    line.Last = null;
                }
            }

            await RunAsync(next.request, next.networkNamespace).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(HookRequest request, string? networkNamespace)
    {
        try
        {
            var call = new ProgramCall(request.Hook.Program, [.. request.Hook.Arguments, .. request.Arguments], request.Hook.User, request.Hook.Timeout);
            ProgramResult result = await ProgramRunner.RunAsync(call, networkNamespace, stop).ConfigureAwait(false);
            if (result.ExitCode != 0)
            {
                failed(request, $"hook {request.Hook.Program}: {result.Detail}");
            }
        }
        catch (OperationCanceledException)
        {
            // The engine is gone, and its hooks with it.
        }
#pragma warning disable CA1031 // A hook that fails is an event; it must not end the queue.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failed(request, $"hook {request.Hook.Program}: {exception.Message}");
        }
    }

    /// <summary>What waits for one owner.</summary>
    private sealed class Line
    {
        public Queue<(HookRequest Request, string? NetworkNamespace)> Waiting { get; } = new();

        /// <summary>The last one in <see cref="Waiting"/>, or null.</summary>
        public HookRequest? Last { get; set; }

        public Task Worker { get; set; } = Task.CompletedTask;
    }
}
