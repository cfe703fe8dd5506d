using CanaryJudge.AnalysisClient.Rollouts;
using CanaryJudge.Rollouts;

namespace CanaryJudge.Traffic;

/// <summary>What came of a rollout, in its journal and in the traffic.</summary>
/// <param name="Front">What split.</param>
/// <param name="Release">What was rolled out.</param>
/// <param name="Exit">The tool's exit code.</param>
/// <param name="Journal">The journal.</param>
/// <param name="Visits">All requests.</param>
/// <param name="Said">What the tool printed.</param>
internal sealed record Measured(Front Front, Release Release, int Exit, JournalContents Journal, IReadOnlyList<Visit> Visits, string Said)
{
    /// <summary>The stretches in which a weight was verified and none was being set.</summary>
    public IReadOnlyList<Stretch> Stretches { get; } = [.. FindStretches(Journal, Visits)];

    /// <summary>Requests that no version answered.</summary>
    public int Failed => Visits.Count(v => v.HasFailed);

    /// <summary>How often a request was sent again because a kept connection had been closed.</summary>
    public int SentAgain => Visits.Sum(v => v.Again);

    /// <summary>From the first move to the end of the rollout.</summary>
    public TimeSpan Took => When<RolloutRecord.Done>() is { } done && When<RolloutRecord.Move>() is { } move ? done - move : TimeSpan.Zero;

    /// <summary>From the first move to the decision to go back; null: none was made.</summary>
    public TimeSpan? ToRollback => When<RolloutRecord.Rollback>() - When<RolloutRecord.Move>();

    /// <summary>From that decision to the end of the last request that began at the canary; null: none was made.</summary>
    public TimeSpan? ToZero => When<RolloutRecord.Rollback>() is not { } at ? null
        : Visits.Where(v => v.IsCanary && v.Begin >= at).Select(v => v.Begin - at).DefaultIfEmpty(TimeSpan.Zero).Max();

    /// <summary>Users whom the canary served in the first stretch, and how many of them the baseline served in a later one.</summary>
    public (int Users, int Lost) Sticky
    {
        get
        {
            var later = Stretches.Skip(1).Where(s => s.Weight > Weight.Zero).SelectMany(s => s.Visits).ToLookup(v => v.User);
            var first = Stretches.Take(1).SelectMany(s => s.Visits).Where(v => v.IsCanary).Select(v => v.User).Distinct().Where(later.Contains).ToArray();
            return (first.Length, first.Count(u => later[u].Any(v => !v.IsCanary && !v.HasFailed)));
        }
    }

    /// <summary>The move before a time; null: none.</summary>
    public DateTimeOffset? LastMove(DateTimeOffset time) => Journal.Lines.LastOrDefault(l => l.Wall <= time && l.Records.OfType<RolloutRecord.Move>().Any())?.Wall;

    private DateTimeOffset? When<T>()
        where T : RolloutRecord => Journal.Lines.FirstOrDefault(l => l.Records.OfType<T>().Any())?.Wall;

    private static IEnumerable<Stretch> FindStretches(JournalContents journal, IReadOnlyList<Visit> visits)
    {
        (DateTimeOffset Since, Weight Asked)? open = null;
        var asked = Weight.Zero;
        foreach (var line in journal.Lines)
        {
            foreach (var record in line.Records)
            {
                if (record is RolloutRecord.Move move)
                {
                    if (open is { } before)
                    {
                        yield return Stretch.Of(before.Asked, before.Since, line.Wall, visits);
                    }

                    (open, asked) = (null, move.Weight);
                }
                else if (record is RolloutRecord.Verified && open is null)
                {
                    open = (line.Wall, asked);
                }
            }
        }

        if (open is { } last)
        {
            yield return Stretch.Of(last.Asked, last.Since, DateTimeOffset.MaxValue, visits);
        }
    }
}
