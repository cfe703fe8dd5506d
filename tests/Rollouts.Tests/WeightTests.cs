namespace CanaryJudge.Rollouts.Tests;

public sealed class WeightTests
{
    [Theory]
    [InlineData("5%", 500)]
    [InlineData("5", 500)]
    [InlineData("0.5", 50)]
    [InlineData("12.5%", 1250)]
    [InlineData("33.33%", 3333)]
    [InlineData("0", 0)]
    [InlineData("100%", 10_000)]
    public void Percent_is_read_with_and_without_its_sign(string text, int basisPoints)
    {
        Assert.True(Weight.TryParse(text, out var weight));
        Assert.Equal(basisPoints, weight.BasisPoints);
    }

    [Theory]
    [InlineData("1.234%")]
    [InlineData("5.000")]
    [InlineData("100.01")]
    [InlineData("120%")]
    [InlineData("-5%")]
    [InlineData("5 %")]
    [InlineData("5%%")]
    [InlineData("1e1")]
    [InlineData("0,5")]
    [InlineData("%")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_no_weight(string? text) => Assert.False(Weight.TryParse(text, out _));

    [Fact]
    public void Every_weight_is_read_back_as_it_was_written()
    {
        for (var basisPoints = 0; basisPoints <= 10_000; basisPoints++)
        {
            var weight = new Weight(basisPoints);

            Assert.True(Weight.TryParse(weight.ToString(), out var read));
            Assert.Equal(weight, read);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10_001)]
    public void Outside_of_zero_and_all_there_is_no_weight(int basisPoints) => Assert.Throws<ArgumentOutOfRangeException>(() => new Weight(basisPoints));

    [Fact]
    public void Weights_are_ordered_by_their_size()
    {
        Assert.True(Weight.Zero < Weight.Full);
        Assert.True(new Weight(500) >= new Weight(500));
        Assert.Equal(new(500), Weight.Min(new(2500), new(500)));
    }
}
