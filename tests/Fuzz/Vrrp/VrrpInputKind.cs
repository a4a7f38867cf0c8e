namespace NginxHa.Fuzz.Vrrp;

/// <summary>What the bytes of an input are; the first byte says it, modulo the number of kinds.</summary>
public enum VrrpInputKind
{
    /// <summary>A message for the decoder, behind three bytes of context.</summary>
    Message,

    /// <summary>An IPv4 packet with an authentication header, behind one byte.</summary>
    AuthenticationHeader,

    /// <summary>A message with an HMAC trailer, behind two bytes.</summary>
    HmacTrailer,

    /// <summary>A capture file.</summary>
    Capture,
}
