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
            Follows a rollout that another process runs: on a terminal by the screen of rollout run, with its keys; in a pipe by its
            journal, a line for each change, from its beginning. Leaving with q or Ctrl-C changes nothing.

            Examples:
              canaryjudge rollout watch checkout-1.42
              canaryjudge rollout watch checkout-1.42 --plain

            Exits with the rollout's exit code once it has ended, with 0 when it was left.
            """);
        var rollout = new RolloutOptions();
        rollout.AddTo(command);
        var plain = new Option<bool>("--plain") { Description = "A line for each change on a terminal too." };
        var ascii = new Option<bool>("--ascii") { Description = "Print ASCII only; the default where the locale is not UTF-8." };
        command.Options.Add(plain);
        command.Options.Add(ascii);
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = rollout.Folder(parsed);
            if (!File.Exists(Path.Combine(folder, JournalContents.FileName)))
            {
                return await Telling.NobodyAsync(folder, rollout.Id(parsed)).ConfigureAwait(false);
            }

            return Terminal.CanRedraw && !parsed.GetValue(plain)
                ? await WatchedRollout.ShowAsync(folder, ScreenStyle.OfTerminal(parsed.GetValue(ascii)), cancellation).ConfigureAwait(false)
                : await TellAsync(folder, cancellation).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> TellAsync(string folder, CancellationToken cancellation)
    {
        for (var told = 0; ;)
        {
            var journal = JournalContents.Read(folder);
            foreach (var (time, record, after) in WatchedRollout.Records(journal, told))
            {
                if (RolloutLine.Of(time, record, after) is { } text)
                {
                    await Console.Out.WriteLineAsync(text).ConfigureAwait(false);
                }
            }

            await Console.Out.FlushAsync(cancellation).ConfigureAwait(false);
            told = journal.Lines.Count;
            if (journal.State is { Phase: RolloutPhase.Done, Exit: { } exit })
            {
                return exit;
            }

            await Task.Delay(Every, TimeProvider.System, cancellation).ConfigureAwait(false);
        }
    }
}
