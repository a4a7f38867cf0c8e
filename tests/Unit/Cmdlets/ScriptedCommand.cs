using System.Management.Automation;
using NginxHa.Cmdlets;

namespace NginxHa.Tests.Unit.Cmdlets;

/// <summary>A cmdlet on the module's base class whose steps a test writes.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Scripted")]
public sealed class ScriptedCommand : HaCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    [Parameter]
    public Action<ScriptedCommand>? Begin { get; set; }

    [Parameter]
    public Action<ScriptedCommand>? Process { get; set; }

    [Parameter]
    public Action<ScriptedCommand>? End { get; set; }

    [Parameter]
    [IntervalTransformation]
    public TimeSpan Interval { get; set; }

    public CancellationToken Token => CancellationToken;

    public void Run(Func<CancellationToken, Task> work) => Await(work);

    public T Run<T>(Func<CancellationToken, Task<T>> work) => Await(work);

    public void WriteAll<T>(Func<CancellationToken, IAsyncEnumerable<T>> sequence) => WriteEach(sequence);

    public void Fail(Exception exception) => ThrowTerminatingError(exception);

    protected override void OnBegin() => Begin?.Invoke(this);

    protected override void OnProcess() => Process?.Invoke(this);

    protected override void OnEnd() => End?.Invoke(this);
}
