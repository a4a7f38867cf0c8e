using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;

namespace NginxHa.Cmdlets.Binding;

/// <summary>
/// Takes HMAC keys as a table of key by id (@{ 1 = 'HEX'; 2 = 'HEX' }) or one key, which gets id 1. A key is hexadecimal
/// text, a SecureString with such text, or bytes.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class HmacKeyTransformationAttribute : ArgumentTransformationAttribute
{
    private const byte OnlyKeyId = 1;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var keys = new SortedDictionary<byte, byte[]>();
        switch (Unwrap(inputData))
        {
            case null:
                return null!;
            case SortedDictionary<byte, byte[]> ready:
                return ready;
            case IDictionary table:
                foreach (DictionaryEntry entry in table)
                {
                    keys.Add(ReadId(entry.Key), ReadKey(entry.Value));
                }

                return keys;
            case var key:
                keys.Add(OnlyKeyId, ReadKey(key));
                return keys;
        }
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static byte ReadId(object? id) =>
        byte.TryParse(Convert.ToString(id, CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out byte number)
            ? number
            : throw new ArgumentTransformationMetadataException($"The key id is '{id}'; allowed is a whole number from 0 to 255.");

    // No message here repeats what was given: it is a secret.
    private static byte[] ReadKey(object? value)
    {
        string? text = Unwrap(value) switch
        {
            byte[] bytes => Convert.ToHexString(bytes),
            SecureString secret => SecretTransformationAttribute.Reveal(secret),
            string hex => hex,
            _ => null,
        };
        try
        {
            return text is null ? throw new FormatException() : Convert.FromHexString(text.Trim());
        }
        catch (FormatException)
        {
            throw new ArgumentTransformationMetadataException(
                "An HMAC key cannot be read; allowed are 64 to 128 hexadecimal digits as text or SecureString, or 32 to 64 bytes.");
        }
    }
}
