using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace NginxHa.Cmdlets.Binding;

/// <summary>Takes a secret as SecureString, text, or bytes, and gives its bytes (text in UTF-8).</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => null!,
            byte[] bytes => bytes,
            string text => Encoding.UTF8.GetBytes(text),
            SecureString secret => Encoding.UTF8.GetBytes(Reveal(secret)),
            PSCredential credential => Encoding.UTF8.GetBytes(Reveal(credential.Password)),
            _ => throw new ArgumentTransformationMetadataException(
                $"A {value.GetType().Name} is no secret; allowed are a SecureString, a text or bytes."),
        };
    }

    internal static string Reveal(SecureString secret)
    {
        IntPtr memory = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            return Marshal.PtrToStringUni(memory) ?? string.Empty;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(memory);
        }
    }
}
