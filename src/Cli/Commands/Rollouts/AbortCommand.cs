using System.CommandLine;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Cli.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Commands.Rollouts;

/// <summary><c>canaryjudge rollout abort ID</c>: back to zero, whoever is left to do it.</summary>
internal static class AbortCommand
{
    /// <summary>What the command is called.</summary>
    public const string Name = "abort";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(Name, """
            Rolls back. Where no runner is left this command becomes the runner, and stays until the target is at zero.

            Examples:
              canaryjudge rollout abort checkout-1.42
              canaryjudge rollout abort checkout-1.42 --now
              canaryjudge rollout abort checkout-1.42 --force

            Exits with 0 when the runner took it; as the runner with the rollout's exit code, 130; with 6 after --force.
            """);
        var rollout = new RolloutOptions();
        rollout.AddTo(command);
        var now = new Option<bool>("--now") { Description = "To zero at once, without the stops of a stepped rollback." };
        var force = new Option<bool>("--force") { Description = "Where the journal is damaged: believes its first line alone and goes to zero." };
        var file = new Option<string?>("--file") { Description = "The rollout file, where no runner is left; default: the one it was run with.", HelpName = "FILE" };
        command.Options.Add(now);
        command.Options.Add(force);
        command.Options.Add(file);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (id, folder) = (rollout.Id(parsed), rollout.Folder(parsed));
            var question = Telling.Question(Name);
            question["now"] = parsed.GetValue(now);
            if (await Telling.AskAsync(folder, id, question, "rolls back", cancellation).ConfigureAwait(false) is { } exit)
            {
                return exit;
            }

            return (parsed.GetValue(file) ?? RunnerAddress.Find(folder)?.File) is not { } path ? await Telling.NobodyAsync(folder, id).ConfigureAwait(false)
                : await RolloutFiles.ReadAsync(path, cancellation).ConfigureAwait(false) is not { } read ? ExitCode.Usage
                : parsed.GetValue(force) ? await ForceAsync(read, folder, cancellation).ConfigureAwait(false)
                : await new RolloutHost(read, folder) { First = new RolloutInput.Abort(Environment.UserName, parsed.GetValue(now)) }.RunAsync().ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> ForceAsync(RolloutFile file, string folder, CancellationToken cancellation)
    {
        try
        {
            // The lock, and the first line: that it is this rollout.
            using var journal = await JournalDoor.OpenAsync(folder, firstLineOnly: true).ConfigureAwait(false);
            if (journal.Header is not { } header || header.RolloutId != file.Name)
            {
                return await SayAsync($"{folder} holds no journal of {file.Name}.", ExitCode.Usage).ConfigureAwait(false);
            }

            using var controller = file.Controller.Open(file.ControllerSettings);
            await ForcedZero.GoAsync(file.Name, controller, TimeProvider.System, cancellation).ConfigureAwait(false);
        }
        catch (JournalBusyException e)
        {
            return await SayAsync(e.Message, ExitCode.Owned).ConfigureAwait(false);
        }
        catch (JournalException e)
        {
            return await SayAsync(e.Message, ExitCode.Target).ConfigureAwait(false);
        }

        return await SayAsync($"{file.Name} is at 0%. Its journal is left as it was; give the next rollout another name.", ExitCode.Target).ConfigureAwait(false);
    }

    private static async Task<int> SayAsync(string message, int exit)
    {
        await Console.Error.WriteLineAsync($"canaryjudge: {message}").ConfigureAwait(false);
        return exit;
    }
}
