namespace CanaryJudge.Judging.Model;

/// <summary>All series of both arms, frozen for one evaluation.</summary>
/// <param name="Series">At most one per metric, arm and set of labels; in any order.</param>
/// <param name="Warnings">What whoever read the data noticed: bad rows skipped, a time zone assumed.</param>
public sealed record Snapshot(IReadOnlyList<Series> Series, IReadOnlyList<Warning> Warnings)
{
    /// <summary>A snapshot without warnings.</summary>
    public Snapshot(IReadOnlyList<Series> series)
        : this(series, [])
    {
    }
}
