using System.Text;

namespace NginxHa.Nginx.Configuration;

/// <summary>The files in the output of <c>nginx -T</c>: "# configuration file PATH:", the bytes of the file, a line end.</summary>
public sealed class DumpConfigurationSource : IConfigurationSource
{
    private static readonly byte[] Heading = "# configuration file "u8.ToArray();
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>Takes the dump apart.</summary>
    /// <param name="dump">Standard output of <c>nginx -T</c>.</param>
    /// <exception cref="ConfigurationException">It holds no file.</exception>
    public DumpConfigurationSource(ReadOnlySpan<byte> dump)
    {
        int heading = NextHeading(dump, 0);
        while (heading >= 0)
        {
            int lineEnd = heading + dump[heading..].IndexOf((byte)'\n');
            string path = Encoding.UTF8.GetString(dump[(heading + Heading.Length)..(lineEnd - 1)]);
            int next = NextHeading(dump, lineEnd + 1);
            ReadOnlySpan<byte> body = dump[(lineEnd + 1)..(next < 0 ? dump.Length : next)];
            _files.TryAdd(path, body.EndsWith("\n"u8) ? body[..^1].ToArray() : body.ToArray());
            MainPath ??= path;
            heading = next;
        }

        if (MainPath is null)
        {
            throw new ConfigurationException(new ConfigurationDiagnostic(string.Empty, 0, 0, "no \"# configuration file\" in the dump"));
        }
    }

    /// <summary>The main file: nginx writes it first.</summary>
    public string MainPath { get; }

    /// <inheritdoc/>
    public byte[] Read(string path) =>
        _files.TryGetValue(path, out byte[]? text)
            ? text
            : throw new ConfigurationException(new ConfigurationDiagnostic(path, 0, 0, $"\"{path}\" is not in the dump"));

    /// <inheritdoc/>
    public IReadOnlyList<string> Glob(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return [.. _files.Keys.Where(path => GlobPattern.IsPathMatch(pattern, path)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The next line that is a heading, from the start of a line on; -1 when there is none.</summary>
    private static int NextHeading(ReadOnlySpan<byte> dump, int from)
    {
        while (from < dump.Length)
        {
            int lineEnd = dump[from..].IndexOf((byte)'\n');
            if (lineEnd < 0)
            {
                return -1;
            }

            ReadOnlySpan<byte> line = dump.Slice(from, lineEnd);
            if (line.StartsWith(Heading) && line.EndsWith(":"u8))
            {
                return from;
            }

            from += lineEnd + 1;
        }

        return -1;
    }
}
