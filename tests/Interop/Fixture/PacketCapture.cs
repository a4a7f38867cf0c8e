using System.Buffers.Binary;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>What passes a node's interface, recorded by tcpdump.</summary>
public sealed class PacketCapture : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ScratchFolder _folder = new();
    private readonly BackgroundProcess _process;
    private readonly string _path;

    private PacketCapture(TestNode node, string interfaceName, string filter)
    {
        _path = _folder["capture.pcap"];
        _process = node.Start(
            "tcpdump", ["-i", interfaceName, "-n", "-U", "--immediate-mode", "-Z", "root", "-w", _path, filter]);
    }

    /// <summary>Starts recording, for example with the filter <c>ip proto 112</c>, and returns when nothing is missed any more.</summary>
    public static async Task<PacketCapture> StartAsync(
        TestNode node, string filter, CancellationToken cancellationToken, string interfaceName = "eth0")
    {
        ArgumentNullException.ThrowIfNull(node);
        PacketCapture capture = node.Network.Own(new PacketCapture(node, interfaceName, filter));
        await capture._process.WaitForLineAsync("listening on", Patience, cancellationToken);
        return capture;
    }

    /// <summary>Ends the recording; what was recorded stays until disposal.</summary>
    public void Stop()
    {
        if (!_process.HasExited)
        {
            _process.Signal(Native.SignalInterrupt);
            _process.WaitForExit(Patience);
        }
    }

    /// <summary>What tcpdump makes of the recording, with everything it can check.</summary>
    public string Describe()
    {
        Stop();
        return Command.Run("tcpdump", "-r", _path, "-n", "-vv", "-e", "-Z", "root").Output;
    }

    /// <summary>What tshark makes of it: one line a frame with the given fields, separated by tabs.</summary>
    public IReadOnlyList<string[]> ReadFields(params IReadOnlyList<string> fields)
    {
        Stop();
        return [.. Command.Run("tshark", ["-r", _path, "-n", "-T", "fields", .. fields.SelectMany(field => new[] { "-e", field })])
            .Lines.Select(line => line.Split('\t'))];
    }

    /// <summary>Every recorded Ethernet frame.</summary>
    public IReadOnlyList<CapturedFrame> ReadFrames()
    {
        const int fileHeader = 24;
        const int recordHeader = 16;
        Stop();
        byte[] file = File.ReadAllBytes(_path);
        List<CapturedFrame> frames = [];
        for (int offset = fileHeader; offset + recordHeader <= file.Length;)
        {
            ReadOnlySpan<byte> header = file.AsSpan(offset, recordHeader);
            uint seconds = BinaryPrimitives.ReadUInt32LittleEndian(header);
            uint microseconds = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            int length = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
            frames.Add(new CapturedFrame(
                TimeSpan.FromSeconds(seconds) + TimeSpan.FromMicroseconds(microseconds),
                file.AsMemory(offset + recordHeader, length)));
            offset += recordHeader + length;
        }

        return frames;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }
}
