using System.Globalization;
using System.Management.Automation;

namespace NginxHa.Shell.Host;

/// <summary>One line at the bottom of the terminal that shows the newest progress record, and gets out of the way of text.</summary>
internal sealed class ProgressLine(TextWriter writer, Func<int> width)
{
    private const int BarWidth = 20;
    private readonly Dictionary<(long Source, int Activity), ProgressRecord> _running = [];
    private bool _shown;

    public void Update(long source, ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed)
        {
            _running.Remove((source, record.ActivityId));
            Erase();
            return;
        }

        _running[(source, record.ActivityId)] = record;
        string line = Compose(record);
        int limit = Math.Max(10, width() - 1);
        writer.Write("\r\u001b[36m" + (line.Length > limit ? line[..limit] : line) + "\u001b[0m\u001b[K");
        writer.Flush();
        _shown = true;
    }

    public void Erase()
    {
        if (_shown)
        {
            writer.Write("\r\u001b[K");
            writer.Flush();
            _shown = false;
        }
    }

    private static string Compose(ProgressRecord record)
    {
        string status = record.CurrentOperation is { Length: > 0 } operation
            ? record.StatusDescription + ", " + operation
            : record.StatusDescription;
        if (record.PercentComplete < 0)
        {
            return $"{record.Activity}: {status}";
        }

        int filled = Math.Clamp(record.PercentComplete, 0, 100) * BarWidth / 100;
        string bar = new string('#', filled).PadRight(BarWidth, '.');
        string left = record.SecondsRemaining > 0
            ? string.Create(CultureInfo.InvariantCulture, $", {record.SecondsRemaining} s left")
            : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{record.Activity} [{bar}] {record.PercentComplete}% {status}{left}");
    }
}
