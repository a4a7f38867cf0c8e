using System.Net.Sockets;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>What can be asked of the core. Each command is done, or refused with nothing changed.</summary>
internal sealed partial class VrrpEngineCore
{
    private const int IPv4HeaderLength = 20;
    private const int IPv6HeaderLength = 40;

    /// <summary>Starts instances until all are, or a moment has come; at least one.</summary>
    /// <param name="options">The instances.</param>
    /// <param name="first">Index of the first one.</param>
    /// <param name="end">Index behind the last one.</param>
    /// <param name="deadline">The moment.</param>
    /// <param name="problems">Gets, at the same index, why one was refused.</param>
    /// <returns>How many were started or refused.</returns>
    public int Start(IReadOnlyList<VrrpInstanceOptions> options, int first, int end, long deadline, VrrpEngineException?[] problems)
    {
        int next = first;
        _primaryAddresses = [];
        Stack.BeginSnapshot();
        try
        {
            do
            {
                try
                {
                    Start(options[next]);
                }
                catch (VrrpEngineException problem)
                {
                    problems[next] = problem;
                }

                next++;
            }
            while (next < end && Stack.Now < deadline);
        }
        finally
        {
            Stack.EndSnapshot();
            _primaryAddresses = null;
        }

        return next - first;
    }

    public VrrpInstanceStatus Start(VrrpInstanceOptions options)
    {
        Validate(options);
        if (_instances.ContainsKey(options.Name))
        {
            throw new VrrpEngineException(VrrpEngineError.NameInUse, $"An instance with the name '{options.Name}' runs already.");
        }

        VrrpInstance? rival = _instances.Values.FirstOrDefault(other =>
            other.Options.Interface == options.Interface
            && other.Options.VirtualRouterId == options.VirtualRouterId
            && other.Family == options.EffectiveFamily);
        if (rival is not null)
        {
            throw new VrrpEngineException(
                VrrpEngineError.VirtualRouterIdInUse,
                $"Instance '{rival.Name}' has the virtual router id {options.VirtualRouterId} on {options.Interface} already.");
        }

        CheckLink(options);
        long now = Stack.Now;
        SyncGroup? group = _groups.Values.FirstOrDefault(candidate => candidate.Wants(options.Name));
        var instance = new VrrpInstance(this, options, group);
        try
        {
            instance.RemoveLeftovers();
            instance.Attach(now);
        }
        catch (NetworkException exception)
        {
            instance.Dispose();
            throw exception.ToEngineException();
        }
        catch (VrrpEngineException)
        {
            instance.Dispose();
            throw;
        }

        _instances.Add(options.Name, instance);
        group?.Adopt(instance, now);
        instance.Start(now);
        group?.Settle(now);
        if (options.Priority == VrrpConstants.OwnerPriority && instance.State != VrrpState.Master)
        {
            // The owner has to wait for something: its addresses are someone else's until then.
            instance.RemoveOwnersLeftovers();
        }

        return instance.ToStatus(EngineKind.Session);
    }

    public VrrpInstanceStatus Stop(string name, bool abandon)
    {
        VrrpInstance instance = Find(name);
        long now = Stack.Now;
        SyncGroup? group = instance.Group;
        group?.Forget(instance);
        _instances.Remove(name);
        if (abandon)
        {
            instance.Abandon();
        }
        else
        {
            instance.Stop(now);
        }

        group?.Settle(now);
        Flush();
        return instance.ToStatus(EngineKind.Session);
    }

    public VrrpInstanceStatus Update(VrrpInstanceOptions options)
    {
        Validate(options);
        VrrpInstance instance = Find(options.Name);
        if (OptionsDifference.FindFixed(instance.Options, options) is { } field)
        {
            throw new VrrpEngineException(
                VrrpEngineError.CannotChangeWhileRunning,
                $"{field} of instance '{options.Name}' cannot change while it runs; stop it and start it with the new value.");
        }

        CheckMessageLength(options);
        try
        {
            instance.RequireTrafficFilter(options);
        }
        catch (NetworkException exception)
        {
            throw exception.ToEngineException();
        }

        instance.Update(options, Stack.Now);
        return instance.ToStatus(EngineKind.Session);
    }

    public void SetGroup(SyncGroupOptions options)
    {
        IReadOnlyList<OptionProblem> problems = SyncGroupOptionsValidator.Validate(options);
        if (problems.Count > 0)
        {
            throw Invalid(problems);
        }

        foreach (SyncGroup other in _groups.Values)
        {
            if (other.Name != options.Name && options.Members.FirstOrDefault(other.Wants) is { } shared)
            {
                throw new VrrpEngineException(VrrpEngineError.InvalidOptions, $"Instance '{shared}' belongs to the sync group '{other.Name}' already.");
            }
        }

        long now = Stack.Now;
        if (!_groups.TryGetValue(options.Name, out SyncGroup? group))
        {
            group = new SyncGroup(this, options);
            _groups.Add(options.Name, group);
        }

        group.Options = options;
        foreach (VrrpInstance member in group.Members.ToArray())
        {
            if (!group.Wants(member.Name))
            {
                group.Leave(member, now);
            }
            else
            {
                member.RefreshTracks(now);
            }
        }

        foreach (string name in options.Members)
        {
            if (_instances.TryGetValue(name, out VrrpInstance? instance) && instance.Group is null)
            {
                group.Join(instance, now);
            }
        }
    }

    public void RemoveGroup(string name)
    {
        if (!_groups.Remove(name, out SyncGroup? group))
        {
            throw new VrrpEngineException(VrrpEngineError.NotFound, $"There is no sync group '{name}'.");
        }

        foreach (VrrpInstance member in group.Members.ToArray())
        {
            group.Leave(member, Stack.Now);
        }
    }

    public bool HasInstance(string name) => _instances.ContainsKey(name);

    public bool HasGroup(string name) => _groups.ContainsKey(name);

    public IReadOnlyList<VrrpInstanceStatus> GetInstances(EngineKind engine) => [.. _instances.Values.Select(instance => instance.ToStatus(engine))];

    public IReadOnlyList<SyncGroupStatus> GetGroups() => [.. _groups.Values.Select(static group => group.ToStatus())];

    /// <summary>Stops everything; one that fails does not keep back the others.</summary>
    public void StopAll(bool abandon)
    {
        foreach (string name in _instances.Keys.ToArray())
        {
            try
            {
                Stop(name, abandon);
            }
#pragma warning disable CA1031 // The next one's addresses matter more than what went wrong with this one's.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Host.Publish(VrrpEventKind.OperationFailed, name, VrrpState.Initialize, VrrpState.Initialize, 0, $"stopping failed: {exception.Message}");
            }
        }
    }

    private static void Validate(VrrpInstanceOptions options)
    {
        IReadOnlyList<OptionProblem> problems = VrrpInstanceOptionsValidator.Validate(options);
        if (problems.Count > 0)
        {
            throw Invalid(problems);
        }
    }

    private static VrrpEngineException Invalid(IReadOnlyList<OptionProblem> problems) =>
        new(VrrpEngineError.InvalidOptions, string.Join(Environment.NewLine, problems));

    private VrrpInstance Find(string name) => _instances.TryGetValue(name, out VrrpInstance? instance)
        ? instance
        : throw new VrrpEngineException(VrrpEngineError.NotFound, $"There is no instance '{name}'.");

    private void CheckLink(VrrpInstanceOptions options)
    {
        if (!Stack.TryGetLink(options.Interface, out _))
        {
            if (!_waitsForInterfaces)
            {
                throw new VrrpEngineException(VrrpEngineError.InterfaceNotFound, $"There is no interface '{options.Interface}'.");
            }

            return;
        }

        CheckMessageLength(options);
    }

    /// <summary>A fragment of an advertisement is no advertisement: peers drop it.</summary>
    private void CheckMessageLength(VrrpInstanceOptions options)
    {
        int advertised = options.VirtualAddresses.Count(static address => !address.IsExcluded);
        int length = VrrpMessageLength.Of(options.Version, options.EffectiveFamily, advertised)
            + (options.EffectiveFamily == AddressFamily.InterNetwork ? IPv4HeaderLength : IPv6HeaderLength)
            + (options.Authentication.Method == VrrpAuthenticationMethod.Hmac ? VrrpConstants.HmacTrailerLength : 0)
            + (options.Authentication.Method == VrrpAuthenticationMethod.AuthenticationHeader ? Protocol.Authentication.AuthenticationHeader.Length : 0);
        if (Stack.TryGetLink(options.Interface, out LinkState link) && link.Mtu > 0 && length > link.Mtu)
        {
            throw new VrrpEngineException(
                VrrpEngineError.InvalidOptions,
                $"{nameof(options.VirtualAddresses)}: {advertised} advertised addresses make a packet of {length} bytes, more than the {link.Mtu} that {options.Interface} carries. Exclude some of them from the advertisement.");
        }
    }
}
