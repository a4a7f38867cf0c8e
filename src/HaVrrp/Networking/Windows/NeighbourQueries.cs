using System.Collections.Concurrent;
using System.Runtime.Versioning;
using NginxHa.Vrrp.Networking.Windows.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>
/// Asks neighbours by ARP and neighbour solicitation. The system's call waits for the answer, for seconds if there is none,
/// so it runs beside the event loop; the same question is not asked again while it is on its way.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class NeighbourQueries(Action answered)
{
    private readonly ConcurrentDictionary<Question, bool> _underWay = new();
    private readonly ConcurrentQueue<NeighbourAnswer> _answers = new();

    /// <summary>Asks without waiting.</summary>
    /// <param name="linkIndex">Interface to ask on.</param>
    /// <param name="target">Who is asked for.</param>
    /// <param name="source">Address of this machine that the question names as the asker; none for the system's choice.</param>
    public void Ask(int linkIndex, InetAddress target, InetAddress source)
    {
        var question = new Question(linkIndex, target, source);
        if (_underWay.TryAdd(question, true))
        {
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Queries.Run(work.Question), (Queries: this, Question: question), preferLocal: false);
        }
    }

    /// <summary>The next answer that has come.</summary>
    public bool TryTakeAnswer(out NeighbourAnswer answer) => _answers.TryDequeue(out answer);

    private unsafe void Run(Question question)
    {
        MibIpNetRow2 row = default;
        NativeRows.Fill(ref row, question.LinkIndex, question.Target);
        SockAddrInet source = SocketAddresses.ToNative(question.Source);
        bool hasSource = question.Source.HasValue && !question.Source.IsUnspecified;
        int error = IpHelper.ResolveIpNetEntry(&row, hasSource ? &source : null);
        _underWay.TryRemove(question, out _);
        if (error == ErrorCode.Success)
        {
            MacAddress hardware = row.PhysicalAddressLength == MacAddress.Length
                ? MacAddress.Read(new ReadOnlySpan<byte>(row.PhysicalAddress, MacAddress.Length))
                : default;
            _answers.Enqueue(new NeighbourAnswer(question.LinkIndex, question.Target, hardware));
            answered();
        }
    }

    private readonly record struct Question(int LinkIndex, InetAddress Target, InetAddress Source);
}
