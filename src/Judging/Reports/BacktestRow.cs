using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Reports;

/// <summary>One labelled pair and what the judge said of it.</summary>
/// <param name="Id">The pair's name.</param>
/// <param name="IsFault">Whether the canary is at fault.</param>
/// <param name="Construction">How the arms were made; may be empty.</param>
/// <param name="Exchangeable">Whether the arms may stand for each other: <c>yes</c>, <c>near</c>, <c>no</c>, or empty.</param>
/// <param name="Strength">How plainly a fault shows: <c>clear</c>, <c>weak</c>, or empty.</param>
/// <param name="Judgement">The judgement.</param>
public sealed record BacktestRow(string Id, bool IsFault, string Construction, string Exchangeable, string Strength, Judgement Judgement)
{
    /// <summary>A plain fault that was not failed.</summary>
    public bool IsMiss => IsFault && Strength != "weak" && Judgement.Verdict != Verdict.Fail;

    /// <summary>A healthy canary beside a baseline that may stand for it, failed all the same.</summary>
    public bool IsFalseAlarm => !IsFault && Exchangeable != "no" && Judgement.Verdict == Verdict.Fail;
}
