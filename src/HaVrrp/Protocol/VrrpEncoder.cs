using System.Buffers.Binary;
using System.Net.Sockets;

namespace NginxHa.Vrrp.Protocol;

/// <summary>
/// Writes VRRP messages into buffers of the caller; nothing here allocates (but for exceptions). An engine encodes a
/// message once an instance and afterwards only changes its priority.
/// </summary>
public static class VrrpEncoder
{
    /// <summary>The bytes that <see cref="Encode"/> will write.</summary>
    /// <param name="fields">The advertisement.</param>
    public static int GetLength(in VrrpAdvertisementFields fields) =>
        VrrpMessageLength.Of(fields.Version, fields.Family, fields.Addresses.Length);

    /// <summary>Writes an advertisement with its checksum.</summary>
    /// <param name="destination">At least <see cref="GetLength"/> bytes.</param>
    /// <param name="fields">The advertisement.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">A field that the version cannot say, or no room; nothing is written then.</exception>
    public static int Encode(Span<byte> destination, in VrrpAdvertisementFields fields)
    {
        int interval = Validate(fields);
        int length = GetLength(fields);
        if (destination.Length < length)
        {
            throw new ArgumentException($"The message has {length} bytes and there is room for {destination.Length}.", nameof(destination));
        }

        Span<byte> message = destination[..length];
        message.Clear();
        message[0] = (byte)(((int)fields.Version << 4) | VrrpConstants.AdvertisementType);
        message[1] = fields.VirtualRouterId;
        message[VrrpAdvertisement.PriorityOffset] = fields.Priority;
        message[3] = (byte)fields.Addresses.Length;
        if (fields.Version == VrrpVersion.V2)
        {
            message[4] = (byte)fields.AuthenticationType;
            message[5] = (byte)interval;
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(message[4..], (ushort)interval);
        }

        int offset = VrrpConstants.HeaderLength;
        foreach (InetAddress address in fields.Addresses)
        {
            address.TryWrite(message[offset..]);
            offset += address.Length;
        }

        if (fields.AuthenticationType == VrrpAuthenticationType.Password)
        {
            fields.Password.Write(message[offset..]);
        }

        VrrpChecksum.Write(message, fields.Source, fields.Destination, fields.ChecksumMode);
        return length;
    }

    /// <summary>
    /// Changes the priority of an encoded message and corrects its checksum by the difference (RFC 1624), without a
    /// look at the rest. An authentication header or HMAC trailer has to be signed again.
    /// </summary>
    /// <param name="message">An encoded message, with or without what follows it.</param>
    /// <param name="priority">The new priority, 0 to 255.</param>
    /// <exception cref="ArgumentException">Fewer bytes than a header.</exception>
    public static void SetPriority(Span<byte> message, byte priority)
    {
        if (message.Length < VrrpConstants.HeaderLength)
        {
            throw new ArgumentException($"A message has at least {VrrpConstants.HeaderLength} bytes, not {message.Length}.", nameof(message));
        }

        Span<byte> word = message[VrrpAdvertisement.PriorityOffset..];
        Span<byte> checksum = message[VrrpAdvertisement.ChecksumOffset..];
        ushort before = BinaryPrimitives.ReadUInt16BigEndian(word);
        word[0] = priority;
        ushort corrected = InternetChecksum.Update(
            BinaryPrimitives.ReadUInt16BigEndian(checksum), before, BinaryPrimitives.ReadUInt16BigEndian(word));
        BinaryPrimitives.WriteUInt16BigEndian(checksum, corrected);
    }

    /// <summary>Checks every field and answers with the interval in units of the version.</summary>
    private static int Validate(in VrrpAdvertisementFields fields)
    {
        if (fields.Version is not (VrrpVersion.V2 or VrrpVersion.V3))
        {
            throw Invalid(nameof(fields.Version), $"{(int)fields.Version} is not a version of VRRP; 2 and 3 are");
        }

        if (fields.VirtualRouterId < VrrpConstants.MinimumVirtualRouterId)
        {
            throw Invalid(nameof(fields.VirtualRouterId), "0 is not a virtual router id; 1 to 255 are");
        }

        if (!fields.Source.HasValue || fields.Destination.Family != fields.Family)
        {
            throw Invalid(nameof(fields.Destination), $"source '{fields.Source}' and destination '{fields.Destination}' must be addresses of one family");
        }

        if (fields.Version == VrrpVersion.V2 && fields.Family == AddressFamily.InterNetworkV6)
        {
            throw Invalid(nameof(fields.Version), "VRRPv2 has no IPv6; use version 3");
        }

        if (fields.Version != VrrpVersion.V2 && fields.AuthenticationType != VrrpAuthenticationType.None)
        {
            throw Invalid(nameof(fields.AuthenticationType), "VRRPv3 has no authentication in the message; use version 2 or an HMAC trailer");
        }

        if (fields.AuthenticationType is < VrrpAuthenticationType.None or > VrrpAuthenticationType.AuthenticationHeader)
        {
            throw Invalid(nameof(fields.AuthenticationType), $"{(int)fields.AuthenticationType} is not an authentication type; 0, 1 and 2 are");
        }

        int least = fields.Version == VrrpVersion.V3 ? 1 : 0;
        if (fields.Addresses.Length < least || fields.Addresses.Length > VrrpConstants.MaximumAddressCount)
        {
            throw Invalid(nameof(fields.Addresses), $"{fields.Addresses.Length} addresses do not fit; {least} to {VrrpConstants.MaximumAddressCount} do");
        }

        foreach (InetAddress address in fields.Addresses)
        {
            if (address.Family != fields.Family)
            {
                throw Invalid(nameof(fields.Addresses), $"'{address}' is not of the family of the source '{fields.Source}'");
            }
        }

        return VrrpInterval.TryToUnits(fields.Version, fields.Interval, out int units)
            ? units
            : throw Invalid(nameof(fields.Interval), fields.Version == VrrpVersion.V2
                ? $"{fields.Interval.TotalSeconds} s is not a whole number of seconds from 1 to 255"
                : $"{fields.Interval.TotalSeconds} s is not a whole number of centiseconds from 0.01 s to 40.95 s");
    }

    private static ArgumentException Invalid(string field, string message) => new($"{field}: {message}.", nameof(field));
}
