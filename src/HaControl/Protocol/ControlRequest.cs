using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NginxHa.Topology;
using NginxHa.Topology.Document.Shapes;

namespace NginxHa.Control.Protocol;

/// <summary>One request of a client, as far as all requests are alike.</summary>
/// <param name="Id">Number that the client gave it; replies repeat it.</param>
/// <param name="Method">What is asked for.</param>
/// <param name="Parameters">What it needs; empty when nothing was given.</param>
internal sealed record ControlRequest(long Id, string Method, JObject Parameters)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] Keys = [ControlKeys.Protocol, ControlKeys.Id, ControlKeys.Method, ControlKeys.Parameters];

    /// <summary>Reads a line.</summary>
    /// <param name="line">Its bytes without the line feed.</param>
    /// <param name="id">The number of the request, as soon as it is known; null before.</param>
    /// <exception cref="ControlException">The line is no request, or one of another protocol.</exception>
    public static ControlRequest Parse(ReadOnlySpan<byte> line, out long? id)
    {
        id = null;
        if (Load(line) is not JObject envelope)
        {
            throw new ControlException(ControlErrorCode.MalformedRequest, "A request is one JSON object a line.");
        }

        id = ReadWhole(envelope, ControlKeys.Id) is { } number and >= 0 and <= ControlProtocol.LargestId
            ? number
            : throw new ControlException(ControlErrorCode.MalformedRequest, $"A request has an '{ControlKeys.Id}', a whole number from 0 to {ControlProtocol.LargestId}.");
        if (ReadWhole(envelope, ControlKeys.Protocol) is not ControlProtocol.Version)
        {
            throw new ControlException(
                ControlErrorCode.UnsupportedProtocol,
                $"This agent ({ControlProtocol.ProgramVersion}) speaks protocol {ControlProtocol.Version}; the request says '{Shorten(envelope[ControlKeys.Protocol])}'.");
        }

        if (envelope.Properties().FirstOrDefault(static property => !Keys.Contains(property.Name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new ControlException(
                ControlErrorCode.MalformedRequest, $"'{Shorten(unknown.Name)}' is not a key of a request; it takes {string.Join(", ", Keys)}.");
        }

        if (envelope[ControlKeys.Method] is not JValue { Type: JTokenType.String, Value: string { Length: > 0 } method })
        {
            throw new ControlException(ControlErrorCode.MalformedRequest, $"A request has a '{ControlKeys.Method}', a text.");
        }

        return envelope[ControlKeys.Parameters] switch
        {
            null => new ControlRequest(number, method, []),
            JObject parameters => new ControlRequest(number, method, parameters),
            _ => throw new ControlException(ControlErrorCode.MalformedRequest, $"'{ControlKeys.Parameters}' is an object."),
        };
    }

    /// <summary>The line that <see cref="Parse"/> reads.</summary>
    public JObject ToToken()
    {
        var envelope = new JObject
        {
            [ControlKeys.Protocol] = ControlProtocol.Version,
            [ControlKeys.Id] = Id,
            [ControlKeys.Method] = Method,
        };
        if (Parameters.Count > 0)
        {
            envelope[ControlKeys.Parameters] = Parameters;
        }

        return envelope;
    }

    /// <summary>The parameters by their shape.</summary>
    /// <exception cref="ControlException">They are wrong; it says all that is.</exception>
    public T Read<T>(Shape<T> shape)
    {
        var context = new ReadContext(file: null);
        return shape.TryRead(Parameters, context, out T value) && !context.HasErrors
            ? value
            : throw new ControlException(new ControlError(
                nameof(Vrrp.Runtime.VrrpEngineError.InvalidOptions),
                $"{Method}: {string.Join(" ", context.Findings.Select(static finding => finding.Message))}")
                {
                    Findings = context.Findings,
                });
    }

    /// <summary>Any line of the protocol as JSON.</summary>
    /// <exception cref="ControlException">It is no JSON.</exception>
    public static JToken Load(ReadOnlySpan<byte> line)
    {
        try
        {
            return TopologyDocument.Load(StrictUtf8.GetString(line));
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException)
        {
            throw new ControlException(ControlErrorCode.MalformedRequest, $"The line is no JSON: {exception.Message}");
        }
    }

    private static long? ReadWhole(JObject envelope, string key) =>
        envelope[key] is JValue { Type: JTokenType.Integer, Value: long number } ? number : null;

    private static string Shorten(object? value)
    {
        string text = value?.ToString() ?? string.Empty;
        return text.Length <= 40 ? text : text[..37] + "...";
    }
}
