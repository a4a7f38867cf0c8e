using System.Globalization;
using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Protocol.Capture;
using NginxHa.Vrrp.Protocol.Inspection;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>Takes VRRP packets apart: bytes, hexadecimal text, or capture files.</summary>
[Cmdlet(VerbsData.ConvertFrom, "VrrpPacket", DefaultParameterSetName = DataSet)]
[OutputType(typeof(VrrpPacketReport))]
public sealed class ConvertFromVrrpPacketCommand : HaCmdlet
{
    private const string DataSet = "Data";
    private const string PathSet = "Path";

    private readonly List<byte> _singleBytes = [];
    private InetAddress _source;
    private InetAddress _destination;
    private VrrpInspectionOptions _options = VrrpInspectionOptions.Default;

    /// <summary>The bytes of a VRRP message or of a whole IP packet, or the same as hexadecimal text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DataSet)]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>A capture file (pcap or pcapng).</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Source address of the messages.</summary>
    [Parameter(ParameterSetName = DataSet)]
    [ValidateNotNullOrEmpty]
    public string? Source { get; set; }

    /// <summary>Destination address of the messages.</summary>
    [Parameter(ParameterSetName = DataSet)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>TTL or hop limit with which the messages arrived.</summary>
    [Parameter(ParameterSetName = DataSet)]
    [ValidateRange(0, 255)]
    public int TimeToLive { get; set; } = VrrpDecodeContext.UnknownTimeToLive;

    /// <summary>The lowest TTL or hop limit that counts as good.</summary>
    [Parameter]
    [ValidateRange(0, 255)]
    public int MinimumTimeToLive { get; set; } = VrrpConstants.TimeToLive;

    /// <summary>What the checksum of VRRPv3 over IPv4 has to cover.</summary>
    [Parameter]
    public VrrpChecksumMode ChecksumMode { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        _source = ParseAddress(nameof(Source), Source);
        _destination = ParseAddress(nameof(Destination), Destination);
        if (_source.HasValue && _destination.HasValue && _source.Family != _destination.Family)
        {
            throw HaErrors.InvalidCombination($"Source '{Source}' and Destination '{Destination}' must be of one address family.");
        }

        _options = new VrrpInspectionOptions { ChecksumMode = ChecksumMode, MinimumTimeToLive = MinimumTimeToLive };
    }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        if (ParameterSetName == PathSet)
        {
            foreach (string path in Path)
            {
                ReadCapture(path);
            }

            return;
        }

        switch (InputObject.BaseObject)
        {
            // A byte array that is piped without a comma in front arrives byte by byte; together they are one packet.
            case byte single:
                _singleBytes.Add(single);
                break;
            case byte[] bytes:
                WriteReport(bytes);
                break;
            case IEnumerable<byte> bytes:
                WriteReport([.. bytes]);
                break;
            case object[] items:
                WriteReport((byte[])LanguagePrimitives.ConvertTo(items, typeof(byte[]), CultureInfo.InvariantCulture));
                break;
            case string text:
                WriteReport(HexText.Parse(text));
                break;
            case FileInfo file:
                ReadCapture(file.FullName);
                break;
            default:
                throw HaErrors.InvalidValue(nameof(InputObject), InputObject.BaseObject, "a byte array, hexadecimal digits in quotes, or a capture file");
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd() => WriteSingleBytes();

    private void WriteReport(byte[] bytes)
    {
        WriteSingleBytes();
        WriteObject(VrrpInspector.Inspect(bytes, _source, _destination, TimeToLive, _options));
    }

    private void WriteSingleBytes()
    {
        if (_singleBytes.Count > 0)
        {
            byte[] packet = [.. _singleBytes];
            _singleBytes.Clear();
            WriteObject(VrrpInspector.Inspect(packet, _source, _destination, TimeToLive, _options));
        }
    }

    private void ReadCapture(string path)
    {
        string file = ResolveFilePath(path);
        if (!File.Exists(file))
        {
            WriteError(HaErrors.PathNotFound(file), path);
            return;
        }

        long frames = 0;
        long packets = 0;
        try
        {
            using FileStream stream = File.OpenRead(file);
            using var buffered = new BufferedStream(stream);
            foreach (CapturedFrame frame in CaptureFileReader.Read(buffered))
            {
                CancellationToken.ThrowIfCancellationRequested();
                frames++;
                if (VrrpInspector.Inspect(frame, _options) is { } report)
                {
                    packets++;
                    WriteObject(report);
                }
            }
        }
        catch (InvalidDataException e)
        {
            WriteError(HaErrors.InvalidData($"'{file}' is not a capture file that can be read: {e.Message}", file, e));
        }

        WriteVerbose(FormattableString.Invariant($"{file}: {packets} of {frames} frames carry VRRP."));
    }

    private static InetAddress ParseAddress(string parameter, string? text) => text is null
        ? default
        : InetAddress.TryParse(text, out InetAddress address)
            ? address
            : throw HaErrors.InvalidValue(parameter, text, "an IPv4 or IPv6 address");
}
