using System.CommandLine;
using System.Text;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Cli.Rollouts;
using CanaryJudge.Rollouts;
using CanaryJudge.Rollouts.Reading;

namespace CanaryJudge.Cli.Commands.Rollouts;

/// <summary><c>canaryjudge rollout show ID</c>: the audit timeline.</summary>
internal static class ShowCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("show", """
            Shows everything that a rollout did and why, from its journal.

            Examples:
              canaryjudge rollout show checkout-1.42
            """);
        var rollout = new RolloutOptions();
        rollout.AddTo(command);
        var ascii = new Option<bool>("--ascii") { Description = "Print ASCII only; the default where the locale is not UTF-8." };
        command.Options.Add(ascii);
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = rollout.Folder(parsed);
            var journal = JournalContents.Read(folder);
            if (journal.Header is not { } header)
            {
                return await Telling.NobodyAsync(folder, rollout.Id(parsed)).ConfigureAwait(false);
            }

            var style = new ScreenStyle(1000, parsed.GetValue(ascii) || !Terminal.IsUtf8, TimeSpan.Zero);
            await Console.Out.WriteAsync(Timeline(header, journal, style).AsMemory(), cancellation).ConfigureAwait(false);
            return ExitCode.Pass;
        });
        return command;
    }

    private static string Timeline(JournalHeader header, JournalContents journal, ScreenStyle style)
    {
        var text = new StringBuilder($"{header.RolloutId} by {header.Target}\nplan {header.PlanHash[..Math.Min(12, header.PlanHash.Length)]}, written by {header.Engine}\n\n");
        var state = RolloutState.Initial;
        foreach (var line in journal.Lines)
        {
            state = line.Records.Aggregate(state, (s, r) => s.With(header.Plan, r, line.T));
            foreach (var record in line.Records)
            {
                if (RecordText.Of(record, state) is var (sign, words))
                {
                    text.Append(style.Fit($"{RolloutLine.At(line.Wall, $"{$"+{DurationText.Write(line.T)}",-10} {sign}  {words}")}")).Append('\n');
                }
            }
        }

        return text.ToString();
    }
}
