namespace NginxHa.Topology.Keepalived.Reading;

/// <summary>Removes comments the way keepalived does: both # and ! start one anywhere outside double quotes.</summary>
internal static class Comments
{
    private const string Blank = " \t";

    /// <summary>
    /// The line without comment and surrounding blanks. A backslash before # or ! keeps the sign; one at the very
    /// end of the line stays there, because a multi-line definition needs it.
    /// </summary>
    public static string Strip(string line, out bool unterminatedQuote)
    {
        string text = line.TrimStart(Blank[0], Blank[1]);
        var kept = new System.Text.StringBuilder(text.Length);
        bool quoted = false;
        bool skipping = false;
        bool continued = false;

        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '"' && !skipping)
            {
                quoted = !quoted;
            }
            else if (c == '\\')
            {
                if (i + 1 == text.Length)
                {
                    continued = true;
                    break;
                }

                char next = text[++i];
                if (!skipping)
                {
                    if (quoted || (next != '#' && next != '!'))
                    {
                        kept.Append(c);
                    }

                    kept.Append(next);
                }

                continue;
            }
            else if (c is '#' or '!' && !quoted)
            {
                skipping = true;
            }

            if (!skipping)
            {
                kept.Append(c);
            }
        }

        unterminatedQuote = quoted;
        string result = kept.ToString().TrimEnd(Blank[0], Blank[1]);
        return continued ? result + "\\" : result;
    }
}
