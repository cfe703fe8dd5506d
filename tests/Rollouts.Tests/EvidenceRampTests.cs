using CsCheck;

namespace CanaryJudge.Rollouts.Tests;

public sealed class EvidenceRampTests
{
    [Theory]
    [InlineData(1000, 600, 1500)]
    [InlineData(1000, 300, 2000)]
    [InlineData(1000, 1, 4000)]
    [InlineData(1000, 6000, 1500)]
    [InlineData(100, 6000, 200)]
    [InlineData(4000, 300, 5000)]
    public void A_fast_pass_grows_more_than_a_slow_one(int weight, long took, int next) =>
        Assert.Equal(new(next), new EvidenceRamp().Next(new(weight), took));

    [Fact]
    public void Every_ramp_rises_to_its_end_in_a_bounded_number_of_steps() =>
        Gen.Select(Gen.Int[1, 5000], Gen.Long[0, 100_000]).ForAll((start, took) =>
        {
            var ramp = new EvidenceRamp { Start = new(start) };
            var (weight, steps) = (ramp.Start, 0);
            while (weight < ramp.To)
            {
                var next = ramp.Next(weight, took);
                Assert.True(next > weight);
                (weight, steps) = (next, steps + 1);
            }

            Assert.True(steps <= 21 && weight == ramp.To);
        });
}
