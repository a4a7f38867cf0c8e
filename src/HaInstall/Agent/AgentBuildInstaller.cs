using System.Runtime.Versioning;
using NginxHa.Installation.Machine;
using NginxHa.Platform;

namespace NginxHa.Installation.Agent;

/// <summary>
/// Puts builds of the agent in place. Each has a folder named after its content, and a symbolic link says which is in use: it
/// changes in one step, so that the service finds a whole build whenever it starts. On Windows the service names the folder itself.
/// </summary>
internal static class AgentBuildInstaller
{
    /// <summary>Copies a build and makes it the one in use.</summary>
    /// <exception cref="InstallationException">It could not be copied; what was in use still is.</exception>
    public static void Install(AgentBuildStep step, MachineFiles files)
    {
        string folder = files.Locate(step.Folder);
        string target = Path.Combine(folder, step.Build.Id);
        string beside = $"{target}.{Path.GetRandomFileName()}";
        try
        {
            MakeFolder(folder);
            if (AgentBuild.Read(target)?.Id != step.Build.Id)
            {
                MakeFolder(beside);
                foreach (string file in step.Build.Files)
                {
                    Copy(Path.Combine(step.Build.Folder, file), Path.Combine(beside, file), IsProgram(file));
                }

                if (AgentBuild.Read(beside)?.Id != step.Build.Id)
                {
                    throw new IOException("it changed while it was copied");
                }

                // What is there under this name is not what it should be: damaged, or half copied.
                DeleteFolder(target);
                Directory.Move(beside, target);
            }

            if (!OperatingSystem.IsWindows())
            {
                Use(step.Build.Id, files);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException(InstallationFailure.FileSystem, $"The agent could not be copied to '{step.Folder}': {exception.Message}.", exception);
        }
        finally
        {
            DeleteFolder(beside);
        }
    }

    /// <summary>Name of the build that a link leads to; null when it leads nowhere.</summary>
    public static string? Linked(MachineFiles files, string link) => new FileInfo(files.Locate(link)).LinkTarget;

    [UnsupportedOSPlatform("windows")]
    private static void Use(string id, MachineFiles files)
    {
        string? before = Linked(files, AgentPaths.CurrentLink);
        if (before == id)
        {
            return;
        }

        if (before is not null)
        {
            Link(files.Locate(AgentPaths.PreviousLink), before);
        }

        Link(files.Locate(AgentPaths.CurrentLink), id);

        // Two builds are enough: the one in use and the way back.
        foreach (string old in Directory.GetDirectories(files.Locate(AgentPaths.Folder)))
        {
            string name = Path.GetFileName(old);
            if (new DirectoryInfo(old).LinkTarget is null && name != id && name != before)
            {
                DeleteFolder(old);
            }
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void Link(string path, string target)
    {
        string beside = $"{path}.{Path.GetRandomFileName()}";
        File.CreateSymbolicLink(beside, target);
        try
        {
            // rename(2) replaces a link in one step; .NET's own move would follow it.
            LinkReplacement.Rename(beside, path);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    private static bool IsProgram(string file) => Path.GetExtension(file) is "" or ".so" or ".exe";

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            File.SetUnixFileMode(path, FileModes.Program);
        }
    }

    private static void Copy(string from, string to, bool isProgram)
    {
        using (var target = new FileStream(to, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write }))
        {
            target.Write(File.ReadAllBytes(from));
            target.Flush(flushToDisk: true);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(to, isProgram ? FileModes.Program : FileModes.Readable);
        }
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
