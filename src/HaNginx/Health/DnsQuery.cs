using System.Buffers.Binary;
using System.Text;

namespace NginxHa.Nginx.Health;

/// <summary>One question to a DNS server, and what its answer says (RFC 1035 section 4.1).</summary>
internal static class DnsQuery
{
    private const int HeaderLength = 12;
    private const ushort RecursionDesired = 0x0100;
    private const byte Response = 0x80;

    private static readonly string[] ResponseCodes =
        ["no error", "format error", "server failure", "no such name", "not implemented", "refused"];

    public static bool IsName(string name)
    {
        string trimmed = name.TrimEnd('.');
        return name == "." || (trimmed.Length is > 0 and <= 253
            && trimmed.Split('.').All(label => label.Length is > 0 and <= 63 && label.All(c => c is > ' ' and < '\x7f')));
    }

    public static byte[] Write(ushort id, string name, DnsRecordType type)
    {
        string[] labels = name.Split('.', StringSplitOptions.RemoveEmptyEntries);
        byte[] query = new byte[HeaderLength + labels.Sum(label => label.Length + 1) + 1 + 4];
        BinaryPrimitives.WriteUInt16BigEndian(query, id);
        BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(2), RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(4), 1);
        int position = HeaderLength;
        foreach (string label in labels)
        {
            query[position++] = (byte)label.Length;
            position += Encoding.ASCII.GetBytes(label, query.AsSpan(position));
        }

        position++;
        BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(position), (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(position + 2), 1);
        return query;
    }

    /// <summary>Whether this is the answer to a query; another one, late or forged, is passed over.</summary>
    public static bool IsAnswerTo(ReadOnlySpan<byte> message, ReadOnlySpan<byte> query) =>
        message.Length >= HeaderLength && message[..2].SequenceEqual(query[..2]) && (message[2] & Response) != 0;

    /// <summary>The response code, 0 for "no error".</summary>
    public static int ResponseCode(ReadOnlySpan<byte> message) => message[3] & 0x0F;

    public static string Describe(int responseCode) =>
        responseCode < ResponseCodes.Length ? ResponseCodes[responseCode] : FormattableString.Invariant($"response code {responseCode}");
}
