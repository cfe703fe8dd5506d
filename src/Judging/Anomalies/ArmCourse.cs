using CanaryJudge.Statistics.Anomalies;

namespace CanaryJudge.Judging.Anomalies;

/// <summary>One arm cut into stretches of one level.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Values">Its values, thinned to at most 2,000.</param>
/// <param name="Sorted">The same, ascending.</param>
/// <param name="Changes">Change points among those.</param>
internal sealed record ArmCourse(Timeline Arm, double[] Values, double[] Sorted, int[] Changes)
{
    private bool? _drifts;

    /// <summary>Whether the arm wanders, so that its changes have no sharp time.</summary>
    public bool Drifts => _drifts ??= Values.Length >= RankPartition.Fewest && RankPartition.Drifts(Values, Changes);

    /// <summary>More changes than can be told one by one.</summary>
    public bool IsUnstable => Changes.Length > RankPartition.MostChanges;

    /// <summary>Cuts an arm.</summary>
    public static ArmCourse Of(Timeline arm)
    {
        var values = arm.Count > RankPartition.Most ? RankPartition.Thinned(arm.Values, out _) : arm.Values;
        var sorted = new double[values.Length];
        var changes = RankPartition.ChangePoints(values, sorted);
        return new(arm, values, sorted, changes);
    }

    /// <summary>The position in the arm of a position among the thinned values.</summary>
    public int Index(int position) => Values.Length == Arm.Count ? position : RankPartition.Start(position, Arm.Count, Values.Length);

    /// <summary>The time of a position among the thinned values.</summary>
    public DateTimeOffset? Time(int position) => Arm.Time(Index(position));

    /// <summary>The changes with their sizes.</summary>
    public LevelChange[] Levels() => LevelChange.Of(Arm, Values, Changes);
}
