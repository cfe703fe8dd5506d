using System.CommandLine;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Cli.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Commands.Rollouts;

/// <summary><c>canaryjudge rollout watch ID</c>: follows a rollout that runs elsewhere.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("watch", """
            Follows a rollout that another process runs, by its journal: a line for each change, from its beginning.
            Leaving with Ctrl-C changes nothing.

            Examples:
              canaryjudge rollout watch checkout-1.42

            Exits with the rollout's exit code once it has ended.
            """);
        var rollout = new RolloutOptions();
        rollout.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = rollout.Folder(parsed);
            if (!File.Exists(Path.Combine(folder, JournalContents.FileName)))
            {
                return await Telling.NobodyAsync(folder, rollout.Id(parsed)).ConfigureAwait(false);
            }

            var told = 0;
            while (true)
            {
                var journal = JournalContents.Read(folder);
                await TellAsync(journal, told).ConfigureAwait(false);
                told = journal.Lines.Count;
                if (journal.State is { Phase: RolloutPhase.Done, Exit: { } exit })
                {
                    return exit;
                }

                await Task.Delay(Every, TimeProvider.System, cancellation).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static async Task TellAsync(JournalContents journal, int from)
    {
        var state = RolloutState.Initial;
        for (var i = 0; i < journal.Lines.Count; i++)
        {
            var line = journal.Lines[i];
            state = line.Records.Aggregate(state, (s, r) => s.With(journal.Header!.Plan, r, line.T));
            foreach (var record in i < from ? [] : line.Records)
            {
                if (RolloutLine.Of(line.Wall, record, state) is { } text)
                {
                    await Console.Out.WriteLineAsync(text).ConfigureAwait(false);
                }
            }
        }

        await Console.Out.FlushAsync().ConfigureAwait(false);
    }
}
