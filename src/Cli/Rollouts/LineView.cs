using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Rollouts;

/// <summary>A rollout in a pipe: a line for each change.</summary>
internal sealed class LineView(TextWriter output) : IRolloutObserver
{
    private (long Epoch, Verdict Verdict)? _last;

    /// <inheritdoc />
    public void Turned(RolloutStatus status, RolloutInput input, IReadOnlyList<RolloutRecord> records, IReadOnlyList<RolloutAction> actions)
    {
        if (input is RolloutInput.Judged judged && _last != (judged.Epoch, judged.Verdict))
        {
            _last = (judged.Epoch, judged.Verdict);
            output.WriteLine(RolloutLine.Of(status.Time, judged));
        }

        foreach (var record in records)
        {
            if (RolloutLine.Of(status.Time, record, status.State) is { } line)
            {
                output.WriteLine(line);
            }
        }

        foreach (var alarm in actions.OfType<RolloutAction.Alarm>())
        {
            output.WriteLine(RolloutLine.At(status.Time, $"alarm={RolloutLine.Quoted(alarm.Why)}"));
        }

        output.Flush();
    }
}
