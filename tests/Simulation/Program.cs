using NginxHa.Tests.Simulation.Running;

namespace NginxHa.Tests.Simulation;

/// <summary>With options of the simulation the simulation, otherwise its tests.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args.Length > 0 && SimulationOptions.Knows(args[0]))
        {
            return SimulationCommand.Run(args, Console.Out, Console.Error);
        }

        return args.Any(static arg => arg is "--server" or "--internal-msbuild-node")
            ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult()
            : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args).GetAwaiter().GetResult();
    }
}
