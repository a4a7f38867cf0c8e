using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NginxHa.Control.Protocol;
using NginxHa.Topology.Document.Shapes;

namespace NginxHa.Fuzz.Control;

/// <summary>
/// Lines for the reader of requests: good ones, good ones with a part changed, and noise. Each is read or refused with a code of
/// the protocol, whatever it is; what is read is written and read again to the same.
/// </summary>
public sealed class ControlFuzzer(int seed) : IFuzzer
{
    private static readonly string[] _seeds =
    [
        """{"protocol":1,"id":1,"method":"agent.status"}""",
        """{"protocol":1,"id":9007199254740991,"method":"instance.list","parameters":{}}""",
        """{"protocol":1,"id":2,"method":"instance.stop","parameters":{"name":"web","abandon":true}}""",
        """{"protocol":1,"id":3,"method":"group.remove","parameters":{"name":"pair"}}""",
        """{"protocol":1,"id":4,"method":"request.cancel","parameters":{"request":3}}""",
        """{"protocol":1,"id":5,"method":"group.set","parameters":{"group":{"name":"pair","members":["web","db"],"hooks":{"master":{"program":"/usr/local/bin/hook"}},"tracks":[{"type":"Interface","name":"up","interface":"eth1","weight":-20}]}}}""",
        """{"protocol":1,"id":6,"method":"instance.start","parameters":{"instance":{"name":"web","interface":"eth0","virtualRouterId":51,"priority":150,"version":"V3","virtualAddresses":["192.0.2.10/24",{"address":"192.0.2.11/24","label":"eth0:1","scope":"Link"}],"advertisementInterval":0.5,"unicastPeers":["192.0.2.2"],"virtualMac":{},"tracks":[{"type":"Http","name":"site","uri":"http://127.0.0.1/","interval":0.25,"rise":2,"initiallyUp":false},{"type":"Script","name":"check","program":"/usr/local/bin/check","arguments":["-a",""],"weight":10}],"hooks":{"any":{"program":"/usr/local/bin/hook","arguments":["x"],"user":"nobody","timeout":5}}}}}""",
        """{"protocol":1,"id":7,"method":"instance.update","parameters":{"instance":{"name":"web","interface":"eth0","virtualRouterId":51,"virtualAddresses":["2001:db8::10/64"],"authentication":{"method":"Hmac","keys":{"1":"","2":"hex:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"},"activeKeyId":2,"antiReplay":"Monotonic"}},"keepSecrets":true}}""",
    ];

    private static readonly string[] _values =
    [
        "null", "true", "0", "-1", "1.5", "1e999", "255", "256", "18446744073709551616", "\"\"", "\"V3\"", "\"\\u0000\"", "\"\\ud800\"", "[]", "{}", "[[[[]]]]",
        "\"192.0.2.300/24\"", "\"fe80::1%eth0\"", "\"hex:0\"", "{\"a\":1,\"a\":2}", "9007199254740992", "0.0000001", "NaN", "undefined", "/*x*/1",
    ];

    private readonly Random _random = new(seed);

    /// <summary>How often each answer came: a code of the protocol, or the method of what was read with good parameters.</summary>
    public Dictionary<string, int> Answers { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public byte[] NextInput()
    {
        string text = _seeds[_random.Next(_seeds.Length)];
        switch (_random.Next(8))
        {
            case 0:
                return Encoding.UTF8.GetBytes(text);
            case 1:
                byte[] noise = new byte[_random.Next(200)];
                _random.NextBytes(noise);
                return noise;
            case 2:
                string deep = new('[', _random.Next(80));
                return Encoding.UTF8.GetBytes($$$"""{"protocol":1,"id":1,"method":"x","parameters":{"a":{{{deep}}}}}""");
        }

        for (int changes = _random.Next(1, 4); changes > 0; changes--)
        {
            text = _random.Next(2) == 0 ? ChangeValue(text) : ChangeText(text);
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (_random.Next(4) == 0 && bytes.Length > 0)
        {
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        }

        return bytes;
    }

    /// <inheritdoc/>
    public void Check(byte[] input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ControlRequest request;
        try
        {
            request = ControlRequest.Parse(input, out long? id);
            Require(id == request.Id, "the number differs");
        }
        catch (ControlException exception)
        {
            Require(
                exception.Error.Code is ControlErrorCode.MalformedRequest or ControlErrorCode.UnsupportedProtocol && exception.Error.Message.Length is > 0 and < 1000,
                $"refused with {exception.Error.Code}: {exception.Error.Message}");
            Count(exception.Error.Code);
            return;
        }

        byte[] written = Encoding.UTF8.GetBytes(request.ToToken().ToString(Formatting.None));
        Require(!written.Contains((byte)'\n'), "a request is more than a line");
        var again = ControlRequest.Parse(written, out _);
        Require(again.Id == request.Id && again.Method == request.Method && JToken.DeepEquals(again.Parameters, request.Parameters), "a request is not read as it was written");
        CheckParameters(request);
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new FuzzFailureException(what);
        }
    }

    private void CheckParameters(ControlRequest request)
    {
        switch (request.Method)
        {
            case ControlMethods.InstanceStart or ControlMethods.InstanceUpdate:
                CheckParameters(request, WireParameters.Instance);
                break;
            case ControlMethods.InstanceStop:
                CheckParameters(request, WireParameters.Stop);
                break;
            case ControlMethods.GroupSet:
                CheckParameters(request, WireParameters.Group);
                break;
            case ControlMethods.GroupRemove:
                CheckParameters(request, WireParameters.Name);
                break;
            case ControlMethods.RequestCancel:
                CheckParameters(request, WireParameters.Cancel);
                break;
            default:
                CheckParameters(request, WireParameters.None);
                break;
        }
    }

    private void CheckParameters<T>(ControlRequest request, Shape<T> shape)
    {
        JToken written;
        try
        {
            written = shape.Write(request.Read(shape));
        }
        catch (ControlException exception)
        {
            Require(exception.Error.Findings.Count > 0, "refused without a finding");
            Count(exception.Error.Code);
            return;
        }

        JToken again = shape.Write((request with { Parameters = (JObject)written }).Read(shape));
        Require(JToken.DeepEquals(written, again), $"what was read is written in two ways: {written} and {again}");
        Count(request.Method);
    }

    private string ChangeValue(string text)
    {
        int[] colons = [.. Enumerable.Range(0, text.Length).Where(i => text[i] == ':')];
        if (colons.Length == 0)
        {
            return text;
        }

        int start = colons[_random.Next(colons.Length)] + 1;
        int end = text.IndexOfAny([',', '}', ']'], start);
        return end < 0 ? text : text[..start] + _values[_random.Next(_values.Length)] + text[end..];
    }

    private string ChangeText(string text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        int at = _random.Next(text.Length);
        return _random.Next(4) switch
        {
            0 => text[..at],
            1 => text[..at] + text[_random.Next(at, text.Length)..],
            2 => text[..at] + (char)_random.Next(0x20, 0x250) + text[at..],
            _ => text[..at] + _seeds[_random.Next(_seeds.Length)][_random.Next(40)..] + text[at..],
        };
    }

    private void Count(string answer) => Answers[answer] = Answers.GetValueOrDefault(answer) + 1;
}
