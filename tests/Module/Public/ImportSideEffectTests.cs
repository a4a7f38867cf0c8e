using System.Management.Automation.Runspaces;

namespace NginxHa.Tests.ModuleTests;

[Collection(WholeProcess.Name)]
public class ImportSideEffectTests
{
    [Fact]
    public void Import_opens_no_socket_and_no_file_and_starts_no_process()
    {
        using Runspace runspace = ModuleFixture.Open(import: false);
        // The assemblies stay mapped once they are loaded; what matters is what an import does beyond that.
        string[] before = Holdings();

        ModuleFixture.Invoke(runspace, "Import-Module -Name $args[0] -ErrorAction Stop", Repository.Manifest);

        string[] held = [.. Holdings().Except(before).Where(IsOurs)];
        Assert.Empty(held);
    }

    private static bool IsOurs(string holding) =>
        holding.Contains("/socket:", StringComparison.Ordinal)
        || holding.StartsWith("child:", StringComparison.Ordinal)
        || (holding.StartsWith(Repository.Root, StringComparison.Ordinal) && !holding.EndsWith(".dll", StringComparison.Ordinal));

    /// <summary>What the process holds open, and its children.</summary>
    private static string[] Holdings()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var holdings = new List<string>();
        AddEach(holdings, Directory.GetFiles("/proc/self/fd"), descriptor => [File.ResolveLinkTarget(descriptor, returnFinalTarget: false)!.FullName]);
        AddEach(holdings, Directory.GetDirectories("/proc/self/task"), task => File.ReadAllText(Path.Combine(task, "children"))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(child => "child:" + child));
        return [.. holdings];
    }

    private static void AddEach(List<string> holdings, string[] entries, Func<string, IEnumerable<string>> read)
    {
        foreach (string entry in entries)
        {
            try
            {
                holdings.AddRange(read(entry));
            }
            catch (IOException)
            {
                // The descriptor was closed, or the thread ended, while the list was read.
            }
        }
    }
}
