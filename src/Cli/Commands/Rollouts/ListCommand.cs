using System.CommandLine;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Cli.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Commands.Rollouts;

/// <summary><c>canaryjudge rollout list</c>: the rollouts of a data folder.</summary>
internal static class ListCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("list", """
            Lists the rollouts of the data folder, the newest first.

            Examples:
              canaryjudge rollout list
            """);
        var data = RolloutOptions.NewData();
        command.Options.Add(data);
        command.SetAction(async (parsed, cancellation) =>
        {
            var root = RolloutFolders.Root(parsed.GetValue(data));
            var rows = (Directory.Exists(root) ? Directory.GetDirectories(root) : []).Select(Row).OfType<(DateTimeOffset At, string Text)>().OrderByDescending(r => r.At).ToList();
            var text = rows.Count == 0 ? $"no rollouts in {root}\n" : string.Concat(rows.Select(r => r.Text + "\n"));
            await Console.Out.WriteAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        });
        return command;
    }

    private static (DateTimeOffset At, string Text)? Row(string folder)
    {
        var name = Path.GetFileName(folder);
        try
        {
            var journal = JournalContents.Read(folder);
            return journal.Header is { } header ? (journal.Lines[^1].Wall, $"{name,-30} {Words(journal.State),-28} {RolloutLine.At(journal.Lines[^1].Wall, header.Target)}") : null;
        }
        catch (Exception e) when (e is JournalException or IOException or UnauthorizedAccessException)
        {
            return (DateTimeOffset.MinValue, $"{name,-30} journal cannot be read: canaryjudge rollout show {name}");
        }
    }

    private static string Words(RolloutState state) => state.Outcome is { } outcome
        ? $"{RolloutWords.Of(outcome)}{(state.Reason is { } reason ? $": {RolloutWords.Of(reason)}" : "")}"
        : $"{RolloutWords.Of(state.Phase)} at {state.Weight}";
}
