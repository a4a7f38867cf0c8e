using System.Text;
using NginxHa.Nginx.Configuration;

namespace NginxHa.Nginx.Upstreams;

/// <summary>
/// The comment by which the health monitor knows its own "down" from a person's. It is in the file itself, so it
/// survives the monitor, and whoever reads the file sees who did it. Taking the mark back restores every byte.
/// </summary>
internal static class DownMark
{
    private const string Mark = "# marked down by NginxHa";

    /// <summary>Where more follows in the line, the comment needs a line end of its own, which goes with the mark.</summary>
    private const string MarkWithLineEnd = Mark + ", line broken for this";

    public static void Read(UpstreamServer server)
    {
        string? comment = server.Directive.File.CommentAfter(server.Directive)?.Text;
        bool marked = comment?.StartsWith(Mark, StringComparison.Ordinal) == true;
        server.DownOrigin = !server.Down ? DownOrigin.None : marked ? DownOrigin.Monitor : DownOrigin.Person;
        if (marked)
        {
            comment = comment!.StartsWith(MarkWithLineEnd, StringComparison.Ordinal) ? null : comment[Mark.Length..].TrimStart();
        }

        server.Comment = string.IsNullOrEmpty(comment) ? null : comment.TrimStart('#').Trim();
    }

    public static void Add(ConfigurationEdit edit, UpstreamServer server)
    {
        ConfigurationDirective directive = server.Directive;
        edit.AddArguments(directive, "down");
        ReadOnlySpan<byte> rest = edit.File.Bytes.Span[directive.End..];
        int used = rest.IndexOfAnyExcept(" \t\r"u8);
        bool lineIsFree = used < 0 || rest[used] is (byte)'\n' or (byte)'#';
        string text = lineIsFree ? " " + Mark : $" {MarkWithLineEnd}{edit.File.NewLine}";
        edit.Replace(new TextChange(directive.End, 0, text));
    }

    public static void Remove(ConfigurationEdit edit, UpstreamServer server, bool keepDown)
    {
        ConfigurationDirective directive = server.Directive;
        WordList arguments = directive.Arguments;
        for (int i = keepDown ? 0 : arguments.Count - 1; i > 0; i--)
        {
            if (arguments[i].Value == "down")
            {
                edit.RemoveArgument(directive, i);
            }
        }

        ReadOnlySpan<byte> rest = edit.File.Bytes.Span[directive.End..];
        int length = Length(rest, " " + MarkWithLineEnd + "\r\n") ?? Length(rest, " " + MarkWithLineEnd + "\n")
            ?? Length(rest, " " + Mark) ?? 0;
        if (length > 0)
        {
            edit.Replace(new TextChange(directive.End, length, string.Empty));
        }
    }

    private static int? Length(ReadOnlySpan<byte> rest, string mark) =>
        rest.StartsWith(Encoding.UTF8.GetBytes(mark)) ? mark.Length : null;
}
