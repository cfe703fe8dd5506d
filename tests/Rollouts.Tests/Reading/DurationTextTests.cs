using CanaryJudge.Rollouts.Reading;

namespace CanaryJudge.Rollouts.Tests.Reading;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("1h30m", 5400)]
    [InlineData("14d", 1_209_600)]
    [InlineData("300", 300)]
    [InlineData("0", 0)]
    [InlineData("1d2h3m4s", 93_784)]
    public void Durations_are_read(string text, long seconds)
    {
        Assert.True(DurationText.TryParse(text, out var read));
        Assert.Equal(seconds, read);
    }

    [Theory]
    [InlineData("10 minutes")]
    [InlineData("30m1h")]
    [InlineData("5m5m")]
    [InlineData("5m30")]
    [InlineData("m")]
    [InlineData("-5s")]
    [InlineData("1.5h")]
    [InlineData("99999999d")]
    [InlineData("9999999999")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_no_duration(string? text) => Assert.False(DurationText.TryParse(text, out _));

    [Fact]
    public void Every_duration_is_read_back_as_it_was_written() =>
        CsCheck.Gen.Long[0, 3650 * 86_400L].ForAll(s => Assert.True(DurationText.TryParse(DurationText.Write(s), out var read) && read == s));
}
