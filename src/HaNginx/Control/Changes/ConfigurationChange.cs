using System.Globalization;
using NginxHa.Nginx.Configuration;
using NginxHa.Platform;

namespace NginxHa.Nginx.Control;

/// <summary>
/// A change of configuration files that happens as a whole or not at all: the new text is written beside, nginx tests
/// it, it takes the place of the old at once, nginx reloads, and when that fails the old text comes back.
/// </summary>
public sealed class ConfigurationChange
{
    private readonly NginxServer? _server;
    private readonly IReadOnlyList<FileChange> _files;

    /// <summary>Prepares a change; nothing is touched yet.</summary>
    /// <param name="server">The nginx that reads the files; null to replace them untested.</param>
    /// <param name="files">The files, each once.</param>
    public ConfigurationChange(NginxServer? server, IReadOnlyList<FileChange> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        _server = server;

        // A link stays; what it leads to is replaced.
        _files = [.. files.Select(file => file with { Path = LinkedFile.Resolve(file.Path) })];
    }

    /// <summary>How long a reload may take.</summary>
    public TimeSpan ReloadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether nginx, when it is running, reloads.</summary>
    public bool Reload { get; init; } = true;

    /// <summary>Does it.</summary>
    /// <param name="cancellationToken">Ends it before the files are replaced; afterwards it is too late.</param>
    /// <exception cref="NginxException">
    /// Refused: nginx does not take it. ConcurrentEdit: a file is not what the change was made from. ReloadFailed: the
    /// old text is back. In every case the files are as they were.
    /// </exception>
    public async Task<ChangeResult> CommitAsync(CancellationToken cancellationToken)
    {
        foreach (FileChange file in _files)
        {
            RequireUnchanged(file);
        }

        NginxTestResult? test = await TestAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var replaced = new List<AtomicFile>();
        try
        {
            foreach (FileChange file in _files)
            {
                replaced.Add(AtomicFile.Replace(file));
            }

            NginxReload? reload = Reload && _server?.FindProcesses() is not null
                ? await _server.ReloadAsync(ReloadTimeout, CancellationToken.None).ConfigureAwait(false)
                : null;
            return new ChangeResult([.. _files.Select(file => file.Path)], test, reload);
        }
        catch (NginxException e)
        {
            List<string> kept = [.. replaced.Where(file => !file.Restore()).Select(file => file.Path)];
            string outcome = kept.Count == 0
                ? "The previous text is back."
                : $"Not put back, because it was changed since or cannot be written: {string.Join(", ", kept)}; the previous text is beside it.";
            throw new NginxException(e.Failure, $"{e.Message} {outcome}", e) { Diagnostics = e.Diagnostics };
        }
    }

    /// <summary>Has nginx test the new text without putting it in place.</summary>
    /// <param name="cancellationToken">Ends the test.</param>
    /// <returns>What nginx said; null when there is no nginx, or none of its files is changed.</returns>
    /// <exception cref="NginxException">nginx does not take it.</exception>
    public async Task<NginxTestResult?> TestAsync(CancellationToken cancellationToken)
    {
        foreach (FileChange file in _files)
        {
            // What cannot even be read is not worth a process.
            try
            {
                ConfigurationFile.Parse(file.After.ToArray(), file.Path);
            }
            catch (ConfigurationException e)
            {
                throw new NginxException(NginxFailure.Refused, $"The new text is no configuration: {e.Message}", e) { Diagnostics = [e.Diagnostic] };
            }
        }

        if (_server is null)
        {
            return null;
        }

        using ShadowConfiguration? shadow = ShadowConfiguration.Create(_server.Paths.Configuration, _files);
        if (shadow is null)
        {
            return null;
        }

        NginxTestResult result = shadow.Translate(await _server.TestAsync(shadow.MainPath, cancellationToken).ConfigureAwait(false));
        return result.Success ? result : throw NginxProgram.Refused(result);
    }

    internal static void RequireUnchanged(FileChange file)
    {
        byte[]? now = File.Exists(file.Path) ? File.ReadAllBytes(file.Path) : null;
        bool same = file.Before is { } before ? now is not null && before.Span.SequenceEqual(now) : now is null;
        if (!same)
        {
            throw new NginxException(NginxFailure.ConcurrentEdit, string.Create(
                CultureInfo.InvariantCulture,
                $"\"{file.Path}\" {(now is null ? "is gone" : file.Before is null ? "exists already" : "was changed by somebody else")} since it was read; nothing was changed."));
        }
    }
}
