using System.Text.Json.Nodes;
using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Contracts.V1;
using CanaryJudge.Rollouts;
using Google.Protobuf;
using Verdict = CanaryJudge.Rollouts.Verdict;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>A rollout that another process runs, on the screen: its journal says what is on record, its runner the rest.</summary>
internal static class WatchedRollout
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Shows it until it ends or is left.</summary>
    /// <param name="folder">Its folder, which has a journal.</param>
    /// <param name="style">The terminal.</param>
    /// <param name="cancellation">Leaves.</param>
    /// <returns>Its exit code; 0: it was left.</returns>
    public static async Task<int> ShowAsync(string folder, ScreenStyle style, CancellationToken cancellation)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var view = new LiveView(Console.Out, style, RolloutKeys.WatchLegend, TimeProvider.System);
        RolloutState? state = null;
        using var keys = Console.IsInputRedirected ? null : RolloutKeys.Listen(() => state, (input, c) => CommandSocket.AskAsync(folder, Question(input), c), leaving.Cancel);
        try
        {
            for (var told = 0; ;)
            {
                var question = Telling.Question("status");
                question["judgement"] = true;
                var answer = await CommandSocket.AskAsync(folder, question, leaving.Token).ConfigureAwait(false);
                var journal = JournalContents.Read(folder);
                state = journal.State;
                view.Show(Status(journal, answer?["status"]?.AsObject()), Records(journal, told));
                told = journal.Lines.Count;
                if (state is { Phase: RolloutPhase.Done, Exit: { } exit })
                {
                    return exit;
                }

                await Task.Delay(Every, TimeProvider.System, leaving.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            return ExitCode.Pass;
        }
    }

    /// <summary>The records of a journal with their times and the state after each, in order.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="from">How many lines are known already.</param>
    public static IEnumerable<(DateTimeOffset Time, RolloutRecord Record, RolloutState After)> Records(JournalContents journal, int from)
    {
        var state = RolloutState.Initial;
        for (var i = 0; i < journal.Lines.Count; i++)
        {
            var line = journal.Lines[i];
            state = line.Records.Aggregate(state, (s, r) => s.With(journal.Header!.Plan, r, line.T));
            foreach (var record in i < from ? [] : line.Records)
            {
                yield return (line.Wall, record, state);
            }
        }
    }

    /// <summary>Where it stands.</summary>
    /// <param name="journal">What is on record.</param>
    /// <param name="runner">What the runner says; null: none runs.</param>
    private static RolloutStatus Status(JournalContents journal, JsonObject? runner)
    {
        var (now, last) = (TimeProvider.System.GetUtcNow(), journal.Lines[^1]);
        var verdict = (string?)runner?["verdict"] is { } word ? Enum.Parse<Verdict>(word, ignoreCase: true) : (Verdict?)null;
        return new()
        {
            Header = journal.Header!,
            State = journal.State,
            Memory = RolloutMemory.Fresh with
            {
                Sure = (bool?)runner?["sure"] ?? false,
                Newest = verdict is { } newest ? new(newest, null) : null,
                Unwritable = (bool?)runner?["journalWritable"] == false,
            },
            Now = (long?)runner?["now"] ?? last.T + (long)Math.Max(0, (now - last.Wall).TotalSeconds),
            Time = now,
            Found = (decimal?)runner?["foundPercent"] is { } percent ? new Weight((int)(percent * 100)) : null,
            FoundAt = (long?)runner?["foundAt"] ?? 0,
            Note = runner is null && journal.State.Phase != RolloutPhase.Done ? "no runner answers; start it again with: canaryjudge rollout run FILE" : (string?)runner?["note"],
            Newest = verdict is { } judged ? new(journal.State.Epoch, judged, (long?)runner?["traffic"]) : null,
            Judgement = runner?["judgement"] is { } judgement ? Parser.Parse<Judgement>(judgement.ToJsonString()) : null,
        };
    }

    private static JsonObject Question(RolloutInput input) => Telling.Question(input switch
    {
        RolloutInput.Freeze => "freeze",
        RolloutInput.Thaw => "resume",
        RolloutInput.Approve => "approve",
        RolloutInput.Promote => "promote",
        RolloutInput.Abort => "abort",
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "No key gives this."),
    });
}
