using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Networking.Linux;
using NginxHa.Vrrp.Options;

namespace NginxHa.Agent.Recovery;

/// <summary>
/// Keeps the state file ahead of the engine: what an instance may put on the node is written before it can. Nothing is written when
/// a state changes, so that a failover waits for no file.
/// </summary>
internal sealed class StateKeeper(StateFile file, string bootId)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, List<VrrpInstanceOptions>> _footprints = new(StringComparer.Ordinal);
    private readonly Dictionary<(string? Namespace, string Interface, string Key), RecordedSetting> _settings = [];

    /// <summary>Instances are about to be started or changed.</summary>
    /// <exception cref="IOException">It cannot be written; then nothing may be started.</exception>
    public void Expect(IEnumerable<VrrpInstanceOptions> instances)
    {
        lock (_lock)
        {
            bool changed = false;
            foreach (VrrpInstanceOptions options in instances)
            {
                if (!_footprints.TryGetValue(options.Name, out List<VrrpInstanceOptions>? known))
                {
                    known = [];
                    _footprints.Add(options.Name, known);
                }

                if (!known.Exists(footprint => Footprint.IsSame(footprint, options)))
                {
                    known.Add(Footprint.Of(options));
                    RecordSettings(options);
                    changed = true;
                }
            }

            if (changed)
            {
                Write();
            }
        }
    }

    /// <summary>Instances run with these options now, or do not run any more (null) and have left nothing.</summary>
    public void Settle(IEnumerable<(string Name, VrrpInstanceOptions? Options)> instances)
    {
        lock (_lock)
        {
            bool changed = false;
            foreach ((string name, VrrpInstanceOptions? options) in instances)
            {
                if (options is null)
                {
                    changed |= _footprints.Remove(name);
                }
                else if (!_footprints.TryGetValue(name, out List<VrrpInstanceOptions>? known) || known.Count != 1 || !Footprint.IsSame(known[0], options))
                {
                    _footprints[name] = [Footprint.Of(options)];
                    changed = true;
                }
            }

            if (changed)
            {
                ForgetSettings();
                Write();
            }
        }
    }

    /// <summary>Everything has stopped and has left nothing.</summary>
    public void Delete()
    {
        lock (_lock)
        {
            _footprints.Clear();
            _settings.Clear();
            file.Delete();
        }
    }

    private void Write() => file.Write(new RuntimeState(bootId, [.. _footprints.Values.SelectMany(static list => list)], [.. _settings.Values]));

    /// <summary>The engine restores them when it stops in good order; this is for the other case.</summary>
    private void RecordSettings(VrrpInstanceOptions options)
    {
        if (!OperatingSystem.IsLinux() || !Footprint.ChangesParentSettings(options))
        {
            return;
        }

        foreach (InterfaceSetting setting in LinuxNetworkStack.ParentSettings)
        {
            (string?, string, string) place = (options.NetworkNamespace, options.Interface, setting.Key);
            if (_settings.ContainsKey(place))
            {
                continue;
            }

            try
            {
                if (NetworkNamespace.Run(options.NetworkNamespace, () => InterfaceSettings.Read(options.Interface, setting.Family, setting.Key)) is { } original)
                {
                    _settings.Add(place, new RecordedSetting(options.NetworkNamespace, options.Interface, setting.Family, setting.Key, original, setting.Value));
                }
            }
            catch (NetworkException)
            {
                // No such namespace yet: its interfaces come with the system's own settings.
            }
        }
    }

    private void ForgetSettings()
    {
        HashSet<(string?, string)> parents = [.. _footprints.Values.SelectMany(static list => list)
            .Where(Footprint.ChangesParentSettings)
            .Select(static footprint => (footprint.NetworkNamespace, footprint.Interface))];
        foreach ((string? Namespace, string Interface, string Key) place in _settings.Keys.ToArray())
        {
            if (!parents.Contains((place.Namespace, place.Interface)))
            {
                _settings.Remove(place);
            }
        }
    }
}
