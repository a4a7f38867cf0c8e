using NginxHa.Installation.Agent;
using NginxHa.Installation.Downloads;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Packages;
using NginxHa.Installation.Prerequisites;
using NginxHa.Installation.Sources;
using NginxHa.Platform;

namespace NginxHa.Installation.Planning;

/// <summary>Does the steps that were decided.</summary>
/// <param name="runner">Runs the commands.</param>
/// <param name="files">The machine's files.</param>
/// <param name="timeProvider">Clock for the waiting; null for the system's.</param>
public sealed class StepRunner(ICommandRunner runner, MachineFiles files, TimeProvider? timeProvider = null)
{
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <summary>Fetches archives and keys.</summary>
    internal Downloader Downloader { get; init; } = new();

    /// <summary>Does one.</summary>
    /// <param name="step">The step.</param>
    /// <param name="progress">Called from any thread; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InstallationException">It failed.</exception>
    public async Task RunAsync(InstallationStep step, Action<InstallationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(step);
        Action<string>? line = progress is null ? null : text => progress(new InstallationProgress(step.Description, text));
        progress?.Invoke(new InstallationProgress(step.Description, null));
        switch (step)
        {
            case CommandStep commands:
                foreach (SystemCommand command in commands.Commands)
                {
                    CommandOutcome outcome = await runner.RunAsync(command, line, cancellationToken).ConfigureAwait(false);
                    if (!outcome.Succeeded && !commands.MayFail)
                    {
                        throw InstallationException.For(command, outcome);
                    }
                }

                break;
            case ServiceStep service:
                await new ServiceKeeper(runner, files, _time).RunAsync(service, line, cancellationToken).ConfigureAwait(false);
                break;
            case FileStep file:
                await WriteAsync(file, line, cancellationToken).ConfigureAwait(false);
                break;
            case BuildStep build:
                await new SourceBuilder(runner, files) { Downloader = Downloader }.BuildAsync(build.Build, line, cancellationToken).ConfigureAwait(false);
                break;
            case KernelSettingStep settings:
                files.Write(KernelSettings.Path, KernelSettings.With(files.Read(KernelSettings.Path), settings.Settings), FileModes.Readable, keepPrevious: true);
                break;
            case RepositoryKeyStep key:
                await KeepKeyAsync(key, cancellationToken).ConfigureAwait(false);
                break;
            case AgentBuildStep agent:
                AgentBuildInstaller.Install(agent, files);
                break;
            case RemovalStep removal:
                Remove(removal);
                break;
            case WindowsArchiveStep archive:
                await new WindowsArchive(runner, files, Downloader).InstallAsync(archive.Build, line, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new InvalidOperationException($"There is no such step as {step.GetType().Name}.");
        }
    }

    private async Task WriteAsync(FileStep step, Action<string>? line, CancellationToken cancellationToken)
    {
        using StagedFile staged = files.Stage(step.Path, step.Text, step.Mode);
        if (step.TestProgram is not null)
        {
            var test = new SystemCommand(step.TestProgram, [.. step.TestArguments, files.NameOf(staged.Path)]);
            CommandOutcome outcome = await runner.RunAsync(test, line, cancellationToken).ConfigureAwait(false);
            if (!step.GoodExitCodes.Contains(outcome.ExitCode) || step.RefusingWords.Any(words => outcome.LastLines.Any(text => text.Contains(words, StringComparison.Ordinal))))
            {
                throw new InstallationException(
                    InstallationFailure.ConfigurationRefused, $"'{step.Path}' stays as it was: {InstallationException.For(test, outcome).Message}");
            }
        }

        MachineFiles.Swap(staged, step.Path, step.KeepPrevious);
    }

    private async Task KeepKeyAsync(RepositoryKeyStep step, CancellationToken cancellationToken)
    {
        string text;
        string from = step.SourcePath ?? NginxRepository.KeyUri.ToString();
        try
        {
            if (step.SourcePath is not null)
            {
                text = await File.ReadAllTextAsync(step.SourcePath, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                text = await Downloader.FetchTextAsync(NginxRepository.KeyUri, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InstallationException)
        {
            throw new InstallationException(
                InstallationFailure.NotFound, $"The key of nginx.org's packages cannot be had from '{from}': {exception.Message} Fetch it elsewhere and give it with -RepositoryKey.", exception);
        }

        string[] foreign;
        try
        {
            foreign = [.. OpenPgpKeyFile.Fingerprints(text).Except(NginxRepository.KeyFingerprints)];
        }
        catch (FormatException exception)
        {
            throw new InstallationException(InstallationFailure.NotVerified, $"'{from}' is no file of OpenPGP keys: {exception.Message}", exception);
        }

        if (foreign.Length > 0)
        {
            throw new InstallationException(InstallationFailure.NotVerified, $"'{from}' holds keys that nginx.org does not sign packages with: {string.Join(", ", foreign)}.");
        }

        files.Write(step.Path, text, FileModes.Readable, keepPrevious: false);
    }

    private void Remove(RemovalStep step)
    {
        try
        {
            foreach (string path in step.Files)
            {
                string place = files.Locate(path);
                if (File.Exists(place) || new FileInfo(place).LinkTarget is not null)
                {
                    File.Delete(place);
                }
            }

            foreach (string folder in step.WholeFolders.Select(files.Locate).Where(Directory.Exists))
            {
                Directory.Delete(folder, recursive: true);
            }

            foreach (string folder in step.Folders.OrderByDescending(path => path.Length).Select(files.Locate))
            {
                if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                {
                    Directory.Delete(folder);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException(InstallationFailure.FileSystem, $"Not all could be removed: {exception.Message}", exception);
        }
    }
}
