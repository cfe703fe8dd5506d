using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>A rollout in a pipe: a line for each change.</summary>
internal sealed class LineView(TextWriter output) : IRolloutView
{
    private readonly Lock _turn = new();
    private (long Epoch, Verdict Verdict)? _last;

    /// <inheritdoc />
    public void Turned(RolloutStatus status, RolloutInput input, IReadOnlyList<RolloutRecord> records, IReadOnlyList<RolloutAction> actions)
    {
        var lines = new List<string?>();
        if (input is RolloutInput.Judged judged && _last != (judged.Epoch, judged.Verdict))
        {
            _last = (judged.Epoch, judged.Verdict);
            lines.Add(RolloutLine.Of(status.Time, judged, status.Judgement));
        }

        lines.AddRange(records.Select(r => RolloutLine.Of(status.Time, r, status.State)));
        lines.AddRange(actions.OfType<RolloutAction.Alarm>().Select(a => RolloutLine.At(status.Time, $"alarm={RolloutLine.Quoted(a.Why)}")));
        Write(lines);
    }

    /// <inheritdoc />
    public void Say(SideNote note) => Write([RolloutLine.Of(note)]);

    private void Write(IEnumerable<string?> lines)
    {
        lock (_turn)
        {
            foreach (var line in lines.Where(l => l is not null))
            {
                output.WriteLine(line);
            }

            output.Flush();
        }
    }
}
