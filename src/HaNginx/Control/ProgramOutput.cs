using System.Text;

namespace NginxHa.Nginx.Control;

/// <summary>What a program left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Bytes of its standard output.</param>
/// <param name="Error">Text of its standard error.</param>
internal sealed record ProgramOutput(int ExitCode, byte[] Output, string Error)
{
    public string OutputText => Encoding.UTF8.GetString(Output);
}
