using CanaryJudge.Statistics.Effects;
using CanaryJudge.Statistics.Stratified;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Stratified;

public sealed class StratifiedHistogramShiftTests
{
    private static readonly double[] Edges = [0, 5, 10, 25, 50, 100, double.PositiveInfinity];

    private static readonly Gen<BucketStratum[]> Strata =
        Gen.Select(Counts, Counts).Select((b, c) => new BucketStratum(Edges, b, c)).Array[2, 4];

    private static Gen<double[]> Counts => Gen.Int[0, 90].Select(x => (double)x).Array[6].Where(c => c.Sum() > 0);

    [Fact]
    public void Statistics_estimate_and_ends_agree_with_the_vectors() => Assert.All(Vectors.Of("sequential", "histogram_shift"), c =>
    {
        var shift = new StratifiedHistogramShift([.. c.GetProperty("strata").EnumerateArray().Select(Sequential.SequentialVectorTests.Histogram)
            .Where(s => Math.Min(s.Baseline.Sum(), s.Canary.Sum()) >= 10).Select(s => new BucketStratum(s.Edges, s.Baseline, s.Canary))]);
        var expected = c.GetProperty("interval");

        Assert.All(c.GetProperty("factors").EnumerateArray().ToArray(), f => Vectors.Close(
            f.Number("z"), f.Number("offset") != 0 ? shift.OffsetZ(f.Number("offset")) : shift.Z(f.Number("factor")), 1e-9, "z", 1e-11));
        var factor = shift.Factor(expected.Number("critical_z")).Common;
        Vectors.Close(c.Number("estimate_factor"), factor.Estimate, 1e-9, "estimate");
        Vectors.Close(expected.Number("lower_factor"), factor.Lower, 1e-9, "lower");
        Vectors.Close(expected.Number("upper_factor"), factor.Upper, 1e-9, "upper");
    });

    [Fact]
    public void One_stratum_is_the_plain_shift() => Strata.ForAll(strata =>
    {
        var (edges, b, c) = strata[0];
        var one = new StratifiedHistogramShift([strata[0]]);

        Same(HistogramShift.Factor(edges, b, c, 1.645), one.Factor(1.645).Common);
        Same(HistogramShift.Offset(edges, b, c, 1.645), one.Offset(1.645).Common);
    });

    [Fact]
    public void Order_and_a_factor_for_each_stratum_change_nothing() => Strata.ForAll(strata =>
    {
        var z = new StratifiedHistogramShift(strata).Z(1.25);

        Assert.Equal(z, new StratifiedHistogramShift([.. strata.Reverse()]).Z(1.25), 1e-9);
        Assert.Equal(z, new StratifiedHistogramShift([.. strata.Select((s, i) => s with { Edges = [.. s.Edges.Select(e => e * (1 << i))] })]).Z(1.25), 1e-9);
    });

    [Fact]
    public void Swapping_the_arms_changes_the_sign() => Strata.ForAll(strata => Assert.Equal(
        new StratifiedHistogramShift(strata).Z(1), -new StratifiedHistogramShift([.. strata.Select(s => s with { Baseline = s.Canary, Canary = s.Baseline })]).Z(1), 1e-9));

    [Fact]
    public void A_stratum_in_one_bucket_says_nothing()
    {
        BucketStratum full = new(Edges, [3, 9, 4, 1, 0, 0], [1, 2, 8, 3, 1, 0]), one = new(Edges, [0, 0, 50, 0, 0, 0], [0, 0, 70, 0, 0, 0]);

        Assert.Equal(new StratifiedHistogramShift([full]).Z(1), new StratifiedHistogramShift([full, one]).Z(1));
    }

    private static void Same(Interval expected, Interval actual)
    {
        Vectors.Close(expected.Estimate, actual.Estimate, 1e-12, "estimate", 1e-9);
        Vectors.Close(expected.Lower, actual.Lower, 1e-12, "lower", 1e-9);
        Vectors.Close(expected.Upper, actual.Upper, 1e-12, "upper", 1e-9);
    }
}
