using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NginxHa.Topology.Keepalived.Reading;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>Reads the values of statements within keepalived's limits and says what is wrong with one that is not.</summary>
internal sealed class ValueReader(FindingList findings, string subject)
{
    public string Subject => subject;

    public FindingList Findings => findings;

    public ValueReader For(string head) => new(findings, head);

    public void Error(string id, KeepalivedStatement statement, string message, string? remedy = null) =>
        findings.Error(id, statement.Position, message, SubjectOf(statement), remedy);

    public void Warning(string id, KeepalivedStatement statement, string message, string? remedy = null) =>
        findings.Warning(id, statement.Position, message, SubjectOf(statement), remedy);

    /// <summary>A whole number within limits; a finding names them when it is not.</summary>
    public bool TryInteger(KeepalivedStatement statement, int word, long minimum, long maximum, out long value)
    {
        value = 0;
        if (word >= statement.Words.Count)
        {
            Error("MissingValue", statement, $"'{statement.Text}' needs a number from {minimum} to {maximum}.");
            return false;
        }

        string text = statement.Words[word];
        if (long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out value)
            && value >= minimum && value <= maximum)
        {
            return true;
        }

        Error("ValueOutOfRange", statement, $"'{text}' in '{statement.Text}' is not allowed; it takes a whole number from {minimum} to {maximum}.");
        return false;
    }

    public bool TryInteger(KeepalivedStatement statement, int word, long minimum, long maximum, out int value)
    {
        bool read = TryInteger(statement, word, minimum, maximum, out long number);
        value = (int)number;
        return read;
    }

    /// <summary>A number of times: keepalived takes 0 for the smallest number, and says so.</summary>
    public int? Times(KeepalivedStatement statement, long maximum)
    {
        if (!TryInteger(statement, 1, 0, maximum, out int times))
        {
            return null;
        }

        if (times == 0)
        {
            Error("ValueCorrected", statement, $"'{statement.Text}' has to be greater than 0; 1 is taken.");
        }

        return Math.Max(times, 1);
    }

    /// <summary>Seconds with up to six decimals, as keepalived's timers.</summary>
    public bool TrySeconds(KeepalivedStatement statement, int word, decimal minimum, decimal maximum, out TimeSpan value)
    {
        value = default;
        string text = word < statement.Words.Count ? statement.Words[word] : string.Empty;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds)
            && seconds >= minimum && seconds <= maximum)
        {
            decimal rounded = decimal.Round(seconds, 6, MidpointRounding.AwayFromZero);
            if (rounded != seconds)
            {
                Error("TooManyDecimals", statement, $"'{text}' in '{statement.Text}' has more than six decimals.");
            }

            value = TimeSpan.FromTicks((long)(rounded * TimeSpan.TicksPerSecond));
            return true;
        }

        Error(
            "ValueOutOfRange",
            statement,
            string.Create(CultureInfo.InvariantCulture, $"'{text}' in '{statement.Text}' is not allowed; it takes seconds from {minimum} to {maximum}."));
        return false;
    }

    /// <summary>A switch: alone it means true; keepalived takes true, on, yes, false, off and no.</summary>
    public bool? Switch(KeepalivedStatement statement)
    {
        switch (statement.Words.Count < 2 ? "true" : statement.Words[1])
        {
            case "true" or "on" or "yes":
                return true;
            case "false" or "off" or "no":
                return false;
            default:
                Error("InvalidSwitch", statement, $"'{statement.Words[1]}' in '{statement.Text}' is not allowed; it takes true, on, yes, false, off or no.");
                return null;
        }
    }

    /// <summary>An address without prefix.</summary>
    public bool TryAddress(KeepalivedStatement statement, int word, out IPAddress address)
    {
        string text = word < statement.Words.Count ? statement.Words[word] : string.Empty;
        if (TryParseAddress(text, out address))
        {
            return true;
        }

        Error("InvalidAddress", statement, $"'{text}' in '{statement.Text}' is not an IP address.");
        return false;
    }

    /// <summary>An address as inet_pton takes it: four decimal parts or IPv6 text, no scope, no short forms.</summary>
    public static bool TryParseAddress(string text, out IPAddress address)
    {
        if (IPAddress.TryParse(text, out IPAddress? parsed)
            && !text.Contains('%', StringComparison.Ordinal)
            && !text.Contains('[', StringComparison.Ordinal)
            && !text.Contains('/', StringComparison.Ordinal)
            && (parsed.AddressFamily == AddressFamily.InterNetworkV6 || IsDottedQuad(text)))
        {
            address = parsed;
            return true;
        }

        address = IPAddress.None;
        return false;
    }

    /// <summary>Address and optional prefix; the longest prefix of the family when none is given.</summary>
    public static bool TryParseNetwork(string text, out IPAddress address, out byte prefixLength)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        prefixLength = 0;
        if (!TryParseAddress(slash < 0 ? text : text[..slash], out address))
        {
            return false;
        }

        byte longest = (byte)(address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        if (slash < 0)
        {
            prefixLength = longest;
            return true;
        }

        return byte.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefixLength) && prefixLength <= longest;
    }

    private string SubjectOf(KeepalivedStatement statement) =>
        subject.Length == 0 || subject == statement.Text ? statement.Text : $"{subject} / {statement.Keyword}";

    private static bool IsDottedQuad(string text)
    {
        string[] parts = text.Split('.');
        return parts.Length == 4 && parts.All(part => part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0'));
    }
}
