using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Anomalies;

/// <summary>Course: when was the canary worse than the baseline?</summary>
/// <remarks>
/// <para>Shapes: n baseline values, ascending; m canary values in order of time. Units: any; only ranks matter.</para>
/// <para>Method: each segment of the canary by <see cref="RankPartition"/> against the whole baseline, by Mann-Whitney (normal
/// approximation, ties and continuity corrected) and Cliff's delta in the direction of harm; bad at 0.33 and more with p of at most 0.01.
/// The places of the bad segments give the name.</para>
/// <para>Error: it words an explanation and decides nothing. With 20 bad of 80 real values the name was right in 82% (throughout), 55%
/// (healed), 52% (onset) and 27% (transient); of 86 healthy canaries 1 was called bad.</para>
/// <para>Source: N. Cliff, Psychol. Bull. 114 (1993) 494-509; 0.33 as "medium" by J. Romano et al., Florida Assoc. Inst. Res. (2006).</para>
/// </remarks>
/// <param name="Name">The course.</param>
/// <param name="ChangePoints">Ascending positions in the canary.</param>
/// <param name="Segments">One more than change points, in order of time.</param>
public sealed record Course(CourseName Name, IReadOnlyList<int> ChangePoints, IReadOnlyList<CourseSegment> Segments)
{
    /// <summary>Cliff's delta from which a difference is worth telling of.</summary>
    public const double MediumDelta = 0.33;

    /// <summary>Names the course.</summary>
    /// <param name="sortedBaseline">Finite values in ascending order, at least one.</param>
    /// <param name="canary">Finite values in order of time, from 1 to 2,000.</param>
    /// <param name="harm">The direction of harm: greater, less, or different for either.</param>
    /// <returns>The course; with fewer than 16 canary values one segment.</returns>
    /// <exception cref="ArgumentException">An arm is empty, not finite, or the baseline not ascending.</exception>
    public static Course Of(ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> canary, Alternative harm)
    {
        Samples.RequireSample(canary);
        return Of(sortedBaseline, canary, RankPartition.ChangePoints(canary), harm);
    }

    /// <summary>Names the course where the change points are known already.</summary>
    /// <param name="sortedBaseline">Finite values in ascending order, at least one.</param>
    /// <param name="canary">Finite values in order of time.</param>
    /// <param name="changes">The canary's change points, ascending.</param>
    /// <param name="harm">The direction of harm.</param>
    /// <returns>The course.</returns>
    /// <exception cref="ArgumentException">An arm is empty, not finite, or the baseline not ascending.</exception>
    public static Course Of(ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> canary, int[] changes, Alternative harm)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var baseline = sortedBaseline.ToArray();
        return Of([.. Enumerable.Repeat(baseline, changes.Length + 1)], canary, changes, harm);
    }

    /// <summary>Names the course with a baseline of its own for each segment, such as that of the same time where the baseline is unsteady.</summary>
    /// <param name="sortedBaselines">For each segment finite values in ascending order, at least one.</param>
    /// <param name="canary">Finite values in order of time.</param>
    /// <param name="changes">The canary's change points, ascending; one fewer than baselines.</param>
    /// <param name="harm">The direction of harm.</param>
    /// <returns>The course.</returns>
    /// <exception cref="ArgumentException">An arm is empty, not finite, or a baseline not ascending.</exception>
    public static Course Of(IReadOnlyList<double[]> sortedBaselines, ReadOnlySpan<double> canary, int[] changes, Alternative harm)
    {
        ArgumentNullException.ThrowIfNull(sortedBaselines);
        ArgumentNullException.ThrowIfNull(changes);
        var segments = new CourseSegment[changes.Length + 1];
        for (var i = 0; i < segments.Length; i++)
        {
            Samples.RequireSorted(sortedBaselines[i], nameof(sortedBaselines));
            segments[i] = Segment(sortedBaselines[i], canary, i == 0 ? 0 : changes[i - 1], i == changes.Length ? canary.Length : changes[i], harm);
        }

        return new(NameOf(segments), changes, segments);
    }

    /// <summary>Cliff's delta: how much more often a value of the second stretch is the larger than the smaller.</summary>
    /// <param name="sortedBefore">Finite and ascending.</param>
    /// <param name="sortedAfter">Finite and ascending.</param>
    /// <returns>In [-1, 1]; 0: no difference.</returns>
    public static double Delta(ReadOnlySpan<double> sortedBefore, ReadOnlySpan<double> sortedAfter)
    {
        double n = sortedBefore.Length, m = sortedAfter.Length;
        return (2 * (Ranks.Merge(sortedBefore, sortedAfter).CanaryRankSum - (m * (m + 1) / 2)) / (n * m)) - 1;
    }

    /// <summary>Cliff's delta in the direction of harm.</summary>
    /// <param name="sortedBaseline">Finite and ascending.</param>
    /// <param name="sortedCanary">Finite and ascending.</param>
    /// <param name="harm">The direction of harm.</param>
    /// <returns>In [-1, 1]; where either way is harm its size.</returns>
    public static double Delta(ReadOnlySpan<double> sortedBaseline, ReadOnlySpan<double> sortedCanary, Alternative harm) =>
        Harmful(Delta(sortedBaseline, sortedCanary), harm);

    private static double Harmful(double delta, Alternative harm) => harm switch
    {
        Alternative.Greater => delta,
        Alternative.Less => -delta,
        _ => Math.Abs(delta),
    };

    private static CourseSegment Segment(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary, int start, int end, Alternative harm)
    {
        var sorted = Samples.Sorted(canary[start..end]);
        double n = baseline.Length, m = sorted.Length;
        var (rankSum, ties) = Ranks.Merge(baseline, sorted);
        var u = rankSum - (m * (m + 1) / 2);
        var delta = (2 * u / (n * m)) - 1;
        return new(
            start,
            end,
            Samples.Median(sorted),
            Harmful(delta, harm),
            MannWhitney.NormalPValue(u, baseline.Length, sorted.Length, ties, harm));
    }

    private static CourseName NameOf(CourseSegment[] segments)
    {
        var bad = segments.Count(s => s.IsBad);
        if (segments.Length - 1 > RankPartition.MostChanges)
        {
            return CourseName.Unstable;
        }

        if (bad == 0 || bad == segments.Length)
        {
            return bad > 0 ? CourseName.Throughout : segments.Length == 1 ? CourseName.Steady : CourseName.ShiftedHarmless;
        }

        int first = Array.FindIndex(segments, s => s.IsBad), last = Array.FindLastIndex(segments, s => s.IsBad);
        return last - first + 1 != bad ? CourseName.Unstable
            : first == 0 ? CourseName.Healed
            : last == segments.Length - 1 ? CourseName.Onset
            : CourseName.Transient;
    }
}
