using System.Net;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Networks;
using NginxHa.Cmdlets.Notation;
using NginxHa.Cmdlets.Output;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Resources;

/// <summary>An address on an interface of this machine, with no virtual router behind it.</summary>
internal sealed class VirtualIpResource : DesiredResource
{
    private const string Address = "Address";
    private const string Interface = "Interface";
    private const string PrefixLength = "PrefixLength";
    private const string Label = "Label";
    private const string Scope = "Scope";
    private const string NetworkNamespace = "NetworkNamespace";
    private const string AnnouncementCount = "AnnouncementCount";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys { get; } = [Address, Interface];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Settings { get; } = [NetworkNamespace, AnnouncementCount];

    /// <inheritdoc/>
    public override async Task<ResourceState> GetAsync(ResourceInput input, ResourceContext context)
    {
        VirtualAddress declared = Read(input);
        IReadOnlyList<VirtualIpAddress> found = await FindAsync(input, declared, context).ConfigureAwait(false);
        var state = new ResourceState(found.Count > 0);
        if (found.Count > 0)
        {
            // Several prefix lengths of one address: the declared one counts, and the others are too many.
            VirtualIpAddress entry = found.FirstOrDefault(candidate => candidate.PrefixLength == declared.PrefixLength) ?? found[0];
            state.Report(Address, entry.Address.ToString());
            state.Report(Interface, entry.Interface);
            state.Report(NetworkNamespace, entry.NetworkNamespace);
            state.Compare<int?>(input, PrefixLength, entry.PrefixLength, declared.PrefixLength);
            state.Compare(input, Label, entry.Label, declared.Label, StringComparer.Ordinal);
            state.Compare(input, Scope, entry.Scope.ToString(), declared.Scope.ToString(), StringComparer.OrdinalIgnoreCase);
            state.Report("Instance", entry.Instance);
            foreach (VirtualIpAddress other in found.Where(candidate => candidate != entry && input.IsPresent && input.Has(PrefixLength)))
            {
                state.Report(PrefixLength, (int)other.PrefixLength);
                state.Differs(PrefixLength, $"{PrefixLength} is {other.PrefixLength} in a second copy of the address; declared is {declared.PrefixLength}.");
            }
        }

        state.CompareExistence(input, $"{declared.Address} on {input.Text(Interface)}");
        return state;
    }

    /// <inheritdoc/>
    public override async Task SetAsync(ResourceInput input, ResourceContext context)
    {
        VirtualAddress declared = Read(input);
        string link = input.RequireText(Interface);
        IReadOnlyList<VirtualIpAddress> found = await FindAsync(input, declared, context).ConfigureAwait(false);
        if (found.FirstOrDefault(entry => entry.Instance is not null) is { Instance: { } owner })
        {
            throw HaErrors.VirtualIpOwnedByInstance(declared.Address.ToString(), owner);
        }

        if (!input.IsPresent)
        {
            foreach (VirtualIpAddress entry in found)
            {
                VirtualIpChange.Remove(entry);
            }

            return;
        }

        // What is not declared stays as it is.
        VirtualIpAddress? kept = found.Count > 0 ? found[0] : null;
        VirtualAddress wanted = declared with
        {
            PrefixLength = input.Has(PrefixLength) ? declared.PrefixLength : kept?.PrefixLength ?? declared.PrefixLength,
            Label = declared.Label ?? kept?.Label,
            Scope = input.Has(Scope) ? declared.Scope : kept?.Scope ?? AddressScope.Global,
        };

        // The kernel knows an address by its prefix length: another one can come before the old one goes, a label cannot.
        VirtualIpAddress? same = found.FirstOrDefault(entry => entry.PrefixLength == wanted.PrefixLength);
        bool good = same is not null && same.Label == wanted.Label && same.Scope == wanted.Scope;
        if (same is not null && !good)
        {
            VirtualIpChange.Remove(same);
        }

        if (!good)
        {
            VirtualIpChange.Add(input.Text(NetworkNamespace), link, wanted, ReadAnnouncements(input));
        }

        foreach (VirtualIpAddress entry in found.Where(entry => entry.PrefixLength != wanted.PrefixLength))
        {
            VirtualIpChange.Remove(entry);
        }
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<ResourceState>> ExportAsync(ResourceContext context)
    {
        IReadOnlyList<VirtualIpAddress> all = await VirtualIpTable.ReadAsync(null, context.CancellationToken).ConfigureAwait(false);
        return [.. all.Where(entry => VirtualIpTable.IsVirtual(entry) && entry.Instance is null).Select(Export)];
    }

    private static ResourceState Export(VirtualIpAddress entry)
    {
        var state = new ResourceState(exists: true);
        state.Report(Address, entry.Address.ToString());
        state.Report(Interface, entry.Interface);
        state.Report(PrefixLength, (int)entry.PrefixLength);
        state.Report(Label, entry.Label);
        state.Report(Scope, entry.Scope.ToString());
        return state;
    }

    private static VirtualAddress Read(ResourceInput input)
    {
        string text = input.RequireText(Address);
        if (!IPAddress.TryParse(text, out IPAddress? address))
        {
            throw HaErrors.InvalidValue($"VirtualIp.{Address}", text, "an IPv4 or IPv6 address; its prefix length is a property of its own");
        }

        input.RequireText(Interface);
        _ = ReadAnnouncements(input);
        int longest = NotationReader.FullLength(address);
        int length = input.Number(PrefixLength) ?? longest;
        if (length < 0 || length > longest)
        {
            throw HaErrors.InvalidValue($"VirtualIp.{PrefixLength}", length, $"0 to {longest}");
        }

        return new VirtualAddress
        {
            Address = address,
            PrefixLength = (byte)length,
            Label = input.Text(Label),
            Scope = input.Text(Scope) is { } scope ? Enum.Parse<AddressScope>(scope, ignoreCase: true) : AddressScope.Global,
        };
    }

    private static int ReadAnnouncements(ResourceInput input) => input.Number(AnnouncementCount) switch
    {
        null => 1,
        >= 0 and <= byte.MaxValue and int count => count,
        int count => throw HaErrors.InvalidValue($"VirtualIp.{AnnouncementCount}", count, "0 to 255"),
    };

    private static async Task<IReadOnlyList<VirtualIpAddress>> FindAsync(ResourceInput input, VirtualAddress declared, ResourceContext context)
    {
        string link = input.RequireText(Interface);
        NetworkEntry.Require(input.Text(NetworkNamespace));
        IReadOnlyList<VirtualIpAddress> all = await VirtualIpTable.ReadAsync(input.Text(NetworkNamespace), context.CancellationToken).ConfigureAwait(false);
        return [.. all.Where(entry => entry.Interface == link && entry.Address.Equals(declared.Address))];
    }
}
