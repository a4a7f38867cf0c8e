using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace NginxHa.Installation.Agent;

/// <summary>A build of the agent: the files of one folder. Two builds are the same when all their files are.</summary>
public sealed class AgentBuild
{
    private const string ManagedProgram = AgentPaths.Service + ".dll";
    private const int IdLength = 16;

    private AgentBuild(string folder, IReadOnlyList<string> files)
    {
        Folder = folder;
        Files = files;
        Id = Identify(folder, files);
    }

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>Names of its files, in order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>What tells it from other builds: 16 hexadecimal digits of the SHA-256 over names and contents.</summary>
    public string Id { get; }

    /// <summary>One native program, which needs no .NET runtime on the machine.</summary>
    public bool IsNative => !Files.Contains(ManagedProgram);

    /// <summary>The file that is run, by the .NET runtime unless it is native.</summary>
    public string Program => IsNative ? NativeProgram : ManagedProgram;

    private static string NativeProgram => OperatingSystem.IsWindows() ? AgentPaths.Service + ".exe" : AgentPaths.Service;

    /// <summary>
    /// Finds the build for this machine: a native one in a folder of the machine's kind (<c>linux-x64</c>) below, or what is in the
    /// folder itself.
    /// </summary>
    /// <param name="folder">Folder such as the module's <c>bin</c>.</param>
    /// <exception cref="InstallationException">There is none.</exception>
    public static AgentBuild Find(string folder) =>
        Read(Path.Combine(folder, RuntimeInformation.RuntimeIdentifier)) ?? Read(Path.Combine(folder, PortableIdentifier())) ?? Read(folder)
        ?? throw new InstallationException(InstallationFailure.NotFound, $"There is no agent for {PortableIdentifier()} in '{folder}'.");

    /// <summary>The build in a folder; null when none is there.</summary>
    public static AgentBuild? Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        string[] files = [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        return files.Contains(NativeProgram) || files.Contains(ManagedProgram) ? new AgentBuild(folder, files) : null;
    }

    private static string PortableIdentifier() =>
        $"{(OperatingSystem.IsWindows() ? "win" : "linux")}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    private static string Identify(string folder, IReadOnlyList<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(long)];
        foreach (string file in files)
        {
            byte[] content = File.ReadAllBytes(Path.Combine(folder, file));
            hash.AppendData(Encoding.UTF8.GetBytes(file + '\0'));
            BinaryPrimitives.WriteInt64LittleEndian(length, content.Length);
            hash.AppendData(length);
            hash.AppendData(content);
        }

        return Convert.ToHexString(hash.GetHashAndReset())[..IdLength].ToLowerInvariant();
    }
}
