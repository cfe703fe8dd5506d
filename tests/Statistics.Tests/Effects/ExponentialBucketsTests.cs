using CanaryJudge.Statistics.Effects;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Effects;

public sealed class ExponentialBucketsTests
{
    private static readonly Gen<int> Scale = Gen.Int[ExponentialBuckets.LowestScale, ExponentialBuckets.HighestScale];

    [Fact]
    public void Edges_agree_with_sixty_digits() => Assert.All(Vectors.Of("exponential", "edges"), c =>
        Vectors.Close(c.Number("edge"), ExponentialBuckets.Edge(c.GetProperty("scale").GetInt32(), c.GetProperty("index").GetInt64()), 2.3e-16, c.ToString()));

    [Fact]
    public void Whole_powers_of_two_are_exact() => Gen.Select(Gen.Int[0, 20], Gen.Int[-1022, 1023]).ForAll((scale, power) =>
        Assert.Equal(Math.ScaleB(1, power), ExponentialBuckets.Edge(scale, (long)power << scale)));

    [Fact]
    public void A_coarser_bucket_has_the_very_edges_of_the_finer_ones_in_it() =>
        Gen.Select(Scale, Gen.Int[1, 30], Gen.Int[-1_000_000_000, 1_000_000_000]).Where(t => t.Item1 - t.Item2 >= ExponentialBuckets.LowestScale).ForAll((scale, coarser, index) =>
        {
            long bucket = (long)index >> coarser;

            Assert.Equal(ExponentialBuckets.Edge(scale, bucket << coarser), ExponentialBuckets.Edge(scale - coarser, bucket));
            Assert.Equal(ExponentialBuckets.Edge(scale, (bucket + 1) << coarser), ExponentialBuckets.Edge(scale - coarser, bucket + 1));
        });

    [Fact]
    public void Edges_never_fall() => Gen.Select(Scale, Gen.Int).ForAll((scale, index) =>
        Assert.True(ExponentialBuckets.Edge(scale, index) <= ExponentialBuckets.Edge(scale, index + 1L)));

    [Theory]
    [InlineData(0, 1024, double.PositiveInfinity)]
    [InlineData(0, -1074, double.Epsilon)]
    [InlineData(0, -1076, 0)]
    [InlineData(-10, 1, double.PositiveInfinity)]
    [InlineData(-10, -2, 0)]
    [InlineData(-10, long.MaxValue, double.PositiveInfinity)]
    [InlineData(20, long.MinValue + 1, 0)]
    public void Beyond_the_doubles_edges_are_zero_and_infinity(int scale, long index, double edge) => Assert.Equal(edge, ExponentialBuckets.Edge(scale, index));

    [Theory]
    [InlineData(-11)]
    [InlineData(21)]
    public void Other_scales_are_refused(int scale) => Assert.Throws<ArgumentOutOfRangeException>(() => ExponentialBuckets.Edge(scale, 0));
}
