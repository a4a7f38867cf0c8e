using System.Collections.Concurrent;

namespace NginxHa.Tests.Unit.Cmdlets.Vrrp;

/// <summary>What the script hooks of tests write down; they run in another runspace of this process.</summary>
public static class HookDiary
{
    private static readonly ConcurrentQueue<string> Lines = new();

    public static IReadOnlyList<string> Read() => [.. Lines];

    public static void Say(string line) => Lines.Enqueue(line);

    public static void Clear() => Lines.Clear();
}
