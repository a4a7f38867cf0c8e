using NginxHa.Nginx.Configuration;

namespace NginxHa.Nginx.Upstreams;

/// <summary>Changes to the servers of upstreams, as edits of the file that holds them.</summary>
public static class UpstreamEditor
{
    /// <summary>Adds a server after the last one.</summary>
    /// <param name="edit">Edit of the file in which the last server (or, without one, the upstream) stands.</param>
    /// <param name="upstream">The upstream.</param>
    /// <param name="settings">The server; it needs an address.</param>
    /// <exception cref="ArgumentException">A value that nginx would refuse.</exception>
    public static void Add(ConfigurationEdit edit, Upstream upstream, UpstreamServerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(edit);
        ArgumentNullException.ThrowIfNull(upstream);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        string text = Format(upstream.Protocol, settings);
        if (upstream.Servers.LastOrDefault(server => ReferenceEquals(server.Directive.File, edit.File)) is { } last)
        {
            edit.InsertAfter(last.Directive, text);
        }
        else
        {
            edit.Append(upstream.Directive, text);
        }
    }

    /// <summary>The directive of a server.</summary>
    /// <param name="protocol">Stream servers need a port.</param>
    /// <param name="settings">The server; it needs an address.</param>
    /// <exception cref="ArgumentException">No address, or a value that nginx would refuse.</exception>
    public static string Format(UpstreamProtocol protocol, UpstreamServerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        ServerAddress address = settings.Address ?? throw new ArgumentException("A server needs an address.");
        RequirePort(protocol, address);
        IEnumerable<string> words = settings.Parameters().Where(p => p.Text is not null).Select(p => p.Text!).Prepend(address.ToString());
        return $"server {string.Join(' ', words.Select(WordCodec.Encode))};";
    }

    /// <summary>Changes a server; what is not asked for keeps its place and spelling.</summary>
    /// <param name="edit">Edit of the file in which the server stands.</param>
    /// <param name="server">The server.</param>
    /// <param name="settings">What shall be different.</param>
    /// <returns>Whether anything is different.</returns>
    /// <exception cref="ArgumentException">A value that nginx would refuse.</exception>
    public static bool Set(ConfigurationEdit edit, UpstreamServer server, UpstreamServerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(edit);
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        int before = edit.Changes.Count;
        WordList arguments = server.Directive.Arguments;
        if (settings.Address is { } address && address.ToString() != server.Address)
        {
            RequirePort(server.Upstream.Protocol, address);
            edit.SetWord(arguments[0], address.ToString());
        }

        if (settings.Down is { } down && server.DownOrigin == DownOrigin.Monitor)
        {
            // Whoever says "down" takes it over from the monitor.
            DownMark.Remove(edit, server, keepDown: down);
            settings = settings with { Down = null };
        }

        var added = new List<string>();
        foreach ((string name, string? text) in settings.Parameters())
        {
            int index = IndexOf(arguments, name);
            if (index < 0 && text is not null)
            {
                added.Add(text);
            }
            else if (index >= 0 && text is null)
            {
                edit.RemoveArgument(server.Directive, index);
            }
            else if (index >= 0 && arguments[index].Value != text)
            {
                edit.SetWord(arguments[index], text!);
            }
        }

        if (added.Count > 0)
        {
            edit.AddArguments(server.Directive, [.. added]);
        }

        return edit.Changes.Count > before;
    }

    /// <summary>Removes a server.</summary>
    /// <param name="edit">Edit of the file in which the server stands.</param>
    /// <param name="server">The server.</param>
    public static void Remove(ConfigurationEdit edit, UpstreamServer server)
    {
        ArgumentNullException.ThrowIfNull(edit);
        ArgumentNullException.ThrowIfNull(server);
        edit.Remove(server.Directive);
    }

    /// <summary>Takes a server out as the monitor does: "down", with the monitor's mark behind it.</summary>
    /// <param name="edit">Edit of the file in which the server stands.</param>
    /// <param name="server">A server that is not down.</param>
    public static void MarkDown(ConfigurationEdit edit, UpstreamServer server)
    {
        ArgumentNullException.ThrowIfNull(edit);
        ArgumentNullException.ThrowIfNull(server);
        if (!server.Down)
        {
            DownMark.Add(edit, server);
        }
    }

    /// <summary>Takes the monitor's "down" back; every byte is as before. What a person marked down stays.</summary>
    /// <param name="edit">Edit of the file in which the server stands.</param>
    /// <param name="server">The server.</param>
    public static void MarkUp(ConfigurationEdit edit, UpstreamServer server)
    {
        ArgumentNullException.ThrowIfNull(edit);
        ArgumentNullException.ThrowIfNull(server);
        if (server.DownOrigin == DownOrigin.Monitor)
        {
            DownMark.Remove(edit, server, keepDown: false);
        }
    }

    private static int IndexOf(WordList arguments, string name)
    {
        // Of several, nginx takes the last.
        for (int i = arguments.Count - 1; i > 0; i--)
        {
            string value = arguments[i].Value;
            if (value == name || (value.StartsWith(name, StringComparison.Ordinal) && value[name.Length] == '='))
            {
                return i;
            }
        }

        return -1;
    }

    private static void RequirePort(UpstreamProtocol protocol, ServerAddress address)
    {
        if (protocol == UpstreamProtocol.Stream && address is { UnixSocket: null, Port: null })
        {
            throw new ArgumentException($"Address is '{address}'; a server of a stream upstream needs a port.");
        }
    }
}
