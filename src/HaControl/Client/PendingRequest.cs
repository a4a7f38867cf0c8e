using Newtonsoft.Json.Linq;

namespace NginxHa.Control.Client;

/// <summary>A request that waits for its answer. Its members are called one after the other.</summary>
internal sealed class PendingRequest
{
    private readonly TaskCompletionSource<JObject> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<JToken>? _item;

    /// <param name="item">Takes each item of a list or stream; null where there are none.</param>
    public PendingRequest(Action<JToken>? item) => _item = item;

    /// <summary>The result, or why there is none.</summary>
    public Task<JObject> Result => _result.Task;

    public void Take(JToken item) => _item?.Invoke(item);

    public void Complete(JObject result) => _result.TrySetResult(result);

    public void Fail(Exception exception)
    {
        _result.TrySetException(exception);

        // Nobody may be waiting any more; that is no reason to call the exception unobserved.
        _ = _result.Task.Exception;
    }
}
