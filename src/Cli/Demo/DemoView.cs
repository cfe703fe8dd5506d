using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Cli.Demo;

/// <summary>Writes a release's line as it happens: <c>5% ✓  25% ✗</c>. No cursor is moved, so it looks the same in a pipe.</summary>
internal sealed class DemoView(TextWriter output, bool ascii) : IRolloutObserver
{
    private const int Width = 26;
    private string _steps = "";

    /// <summary>The mark of what went well.</summary>
    public string Good => ascii ? "ok" : "✓";

    /// <summary>The mark of what did not.</summary>
    public string Bad => ascii ? "x" : "✗";

    /// <summary>What the judge said last; empty: nothing.</summary>
    public string Reason { get; private set; } = "";

    /// <inheritdoc />
    public void Turned(RolloutStatus status, RolloutInput input, IReadOnlyList<RolloutRecord> records, IReadOnlyList<RolloutAction> actions)
    {
        Reason = status.Judgement?.Reason ?? Reason;
        foreach (var record in records)
        {
            switch (record)
            {
                case RolloutRecord.Judged { Verdict: Verdict.Pass }:
                    Write($" {Good}");
                    break;
                case RolloutRecord.Rollback:
                    Write($" {Bad}");
                    break;
                case RolloutRecord.Move { Why: MoveReason.Start or MoveReason.Advance or MoveReason.Promote } move:
                    Write($"{(_steps.Length > 0 ? "  " : "")}{move.Weight}");
                    break;
            }
        }

        output.Flush();
    }

    /// <summary>Fills the line up to where its end stands.</summary>
    public void Fill() => Write(new(' ', Math.Max(2, Width - _steps.Length)));

    private void Write(string text)
    {
        _steps += text;
        output.Write(text);
    }
}
