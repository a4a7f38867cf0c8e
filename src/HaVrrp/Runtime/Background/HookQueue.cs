using NginxHa.Vrrp.Runtime.Core;

namespace NginxHa.Vrrp.Runtime.Background;

/// <summary>
/// Programs on changes: those of one instance or group one after the other, in the order of the changes, those of different
/// ones side by side. Nobody waits for them.
/// </summary>
internal sealed class HookQueue(Action<HookRequest, string> failed, CancellationToken stop)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);

    public void Add(HookRequest request, string? networkNamespace)
    {
        lock (_lock)
        {
            foreach (string idle in _last.Where(static pair => pair.Value.IsCompleted).Select(static pair => pair.Key).ToArray())
            {
                _last.Remove(idle);
            }

            Task before = _last.GetValueOrDefault(request.Owner, Task.CompletedTask);
            _last[request.Owner] = Task.Run(async () =>
            {
                await before.ConfigureAwait(false);
                await RunAsync(request, networkNamespace).ConfigureAwait(false);
            }, CancellationToken.None);
        }
    }

    /// <summary>Completes when everything added until now has run.</summary>
    public Task DrainAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_last.Values);
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
}
