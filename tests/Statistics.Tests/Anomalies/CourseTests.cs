using CanaryJudge.Statistics.Anomalies;
using CanaryJudge.Statistics.TwoSample;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Anomalies;

public sealed class CourseTests
{
    private static readonly double[] Baseline = Draws.Sorted(new Draws(1).Normals(80));

    [Fact]
    public void Bad_segments_apart_and_too_many_changes_are_unstable()
    {
        Assert.Equal(CourseName.Unstable, Named(4, 0, 4));
        Assert.Equal(CourseName.Unstable, Named(0, 6, 0, 6, 0, 6));
    }

    [Fact]
    public void Courses_are_named_by_the_places_of_the_bad_stretches()
    {
        Assert.Equal(CourseName.Steady, Named(0, 0));
        Assert.Equal(CourseName.Throughout, Named(4, 4));
        Assert.Equal(CourseName.Throughout, Named(3, 9));
        Assert.Equal(CourseName.ShiftedHarmless, Named(0, -4));
        Assert.Equal(CourseName.Healed, Named(4, 0));
        Assert.Equal(CourseName.Onset, Named(0, 4));
        Assert.Equal(CourseName.Transient, Named(0, 4, 0));
    }

    [Fact]
    public void A_single_value_and_tied_arms_are_steady()
    {
        Assert.Equal(CourseName.Steady, Course.Of(Baseline, [100], Alternative.Greater).Name);
        Assert.Equal(CourseName.Steady, Course.Of(new double[40], new double[40], Alternative.Different).Name);
    }

    [Fact]
    public void Mirrored_values_with_mirrored_harm_have_the_same_course() => Gen.Select(Gen.Int[0, 9].Array[5, 40], Gen.Int[0, 9].Array[1, 60]).ForAll((b, c) =>
    {
        double[] baseline = Draws.Sorted([.. b.Select(x => (double)x)]), canary = [.. c.Select(x => (double)x)];

        var here = Course.Of(baseline, canary, Alternative.Greater);
        var there = Course.Of(Draws.Sorted([.. baseline.Select(x => -x)]), [.. canary.Select(x => -x)], Alternative.Less);

        Assert.Equal(here.Name, there.Name);
        Assert.All(here.Segments.Zip(there.Segments), pair => Assert.Equal(pair.First.Delta, pair.Second.Delta, 1e-12));
    });

    [Fact]
    public void Cliffs_delta_counts_pairs() => Gen.Select(Gen.Int[0, 9].Array[1, 20], Gen.Int[0, 9].Array[1, 20]).ForAll((b, c) =>
    {
        var pairs = from x in b from y in c select Math.Sign(y - x);

        Assert.Equal(pairs.Average(), Course.Delta(Draws.Sorted([.. b.Select(x => (double)x)]), Draws.Sorted([.. c.Select(x => (double)x)])), 1e-12);
    });

    private static CourseName Named(params double[] levels)
    {
        var draws = new Draws(2);
        return Course.Of(Baseline, [.. levels.SelectMany(level => draws.Of(40, d => d.Normal() + level))], Alternative.Greater).Name;
    }
}
