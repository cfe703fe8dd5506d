using System.Globalization;
using CanaryJudge.Judging.Reports;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Reports;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(313, "313")]
    [InlineData(5, "5")]
    [InlineData(0, "0")]
    [InlineData(1.5, "1.50")]
    [InlineData(9.996, "10.0")]
    [InlineData(0.0000123, "0.0000123")]
    [InlineData(12_345_678, "12,300,000")]
    [InlineData(-1234.5, "−1,230")]
    [InlineData(999.6, "1,000")]
    [InlineData(1e300, ">999 trillion")]
    [InlineData(-1e300, "<−999 trillion")]
    [InlineData(1e-300, "0")]
    [InlineData(double.NaN, "unknown")]
    public void A_value_has_three_digits_and_no_exponent(double value, string text) => Assert.Equal(text, Numbers.Value(value));

    [Theory]
    [InlineData(0.49, "+49%")]
    [InlineData(0.041, "+4.1%")]
    [InlineData(-0.008, "−0.8%")]
    [InlineData(0.0996, "+10%")]
    [InlineData(0.0994, "+9.9%")]
    [InlineData(2.1, "+210%")]
    [InlineData(12.345, "+1,230%")]
    [InlineData(0, "+0.0%")]
    [InlineData(1e9, ">+1,000,000%")]
    public void A_change_is_signed_per_cent(double relative, string text) => Assert.Equal(text, Numbers.Change(relative));

    [Theory]
    [InlineData(0.0030, "+0.30 pp")]
    [InlineData(-0.0007, "−0.07 pp")]
    [InlineData(0.12, "+12.0 pp")]
    [InlineData(1, "+100 pp")]
    [InlineData(0.000034, "+0.0034 pp")]
    [InlineData(0, "+0.00 pp")]
    public void Points_have_two_decimals(double share, string text) => Assert.Equal(text, Numbers.Points(share));

    [Theory]
    [InlineData(0.36, 0.60, "+36 to +60%")]
    [InlineData(-0.0281, 0.1201, "−2.9 to +13%")]
    [InlineData(0.36, null, "+36% or more")]
    [InlineData(null, -0.02, "−2.0% or less")]
    [InlineData(0.36, double.PositiveInfinity, "+36% or more")]
    [InlineData(null, null, "")]
    public void An_interval_names_its_unit_once(double? lower, double? upper, string text) => Assert.Equal(text, Numbers.ChangeInterval(lower, upper));

    [Fact]
    public void Absolute_changes_and_intervals_have_the_unit()
    {
        Assert.Equal("+153 ms", Numbers.AbsoluteChange(153, "ms"));
        Assert.Equal("−0.123", Numbers.AbsoluteChange(-0.1234, ""));
        Assert.Equal("+12.0 to +18.2 ms", Numbers.AbsoluteInterval(12.04, 18.11, "ms"));
        Assert.Equal("71.2%", Numbers.Value(71.23, "percent"));
        Assert.Equal("0.321%", Numbers.Share(0.00321));
        Assert.Equal("236,840", Numbers.Count(236_840));
    }

    [Fact]
    public void A_printed_interval_holds_the_true_one() =>
        Gen.Select(RandomJudgements.Number, RandomJudgements.Number).ForAll((a, b) =>
        {
            double lower = Math.Min(a, b), upper = Math.Max(a, b);
            Holds(Numbers.ChangeInterval(lower, upper), lower, upper, 100);
            Holds(Numbers.PointsInterval(lower, upper), lower, upper, 100);
            Holds(Numbers.AbsoluteInterval(lower, upper, "ms"), lower, upper, 1);
        });

    [Theory]
    [InlineData(1.0 / 240, 240)]
    [InlineData(1.0 / 5_860, 5_800)]
    [InlineData(0.01, 100)]
    [InlineData(0.4, 2.5)]
    [InlineData(1, 1)]
    [InlineData(0, 1_000_000)]
    [InlineData(1e-6, 1_000_000)]
    [InlineData(1.0000001e-6, 990_000)]
    public void One_in_is_rounded_down_to_two_digits(double p, double n) => Assert.Equal(n, Numbers.OneIn(p));

    [Fact]
    public void One_in_is_never_more_than_the_truth() =>
        Gen.OneOf(Gen.Double[0, 1], Gen.Double[-20, 0].Select(e => Math.Pow(10, e))).Where(p => p > 0).ForAll(p =>
            Assert.True((decimal)Numbers.OneIn(p) <= (decimal)Math.Min(1 / p, 1e20)));

    [Fact]
    public void A_chance_beyond_a_million_says_below()
    {
        Assert.Equal("below 1 in 1,000,000", Numbers.Chance(1e-9));
        Assert.Equal("1 in 1,000,000", Numbers.Chance(1e-6));
        Assert.Equal("1 in 2.5", Numbers.Chance(0.4));
        Assert.Equal("1 in 5,800", Numbers.Chance(1.0 / 5_860));
    }

    [Theory]
    [InlineData(2_213, 2_300)]
    [InlineData(700, 700)]
    [InlineData(0.2, 1)]
    [InlineData(0, 0)]
    [InlineData(101, 110)]
    public void What_is_needed_is_rounded_up_to_two_digits(double count, double needed) => Assert.Equal(needed, Numbers.Needed(count));

    [Fact]
    public void Never_less_is_said_to_be_needed_than_is() =>
        Gen.Double[0, 1e17].ForAll(n => Assert.True(Numbers.Needed(n) >= n));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(1.9, "1.9 s")]
    [InlineData(18, "18 s")]
    [InlineData(59.5, "1 min")]
    [InlineData(240, "4 min")]
    [InlineData(3600, "1 h")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(100_800, "28 h")]
    [InlineData(1_000_000, "12 days")]
    public void A_duration_is_rounded_up(double seconds, string text) => Assert.Equal(text, Numbers.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Times_have_dates_where_days_differ()
    {
        var time = new DateTimeOffset(2026, 11, 23, 23, 30, 0, TimeSpan.Zero);

        Assert.Equal("23:30", Numbers.Time(time, TimeSpan.Zero));
        Assert.Equal("23:30 to 23:50", Numbers.Times(time, time.AddMinutes(20), TimeSpan.Zero));
        Assert.Equal("2026-11-23 23:30 to 2026-11-24 00:30", Numbers.Times(time, time.AddHours(1), TimeSpan.Zero));
        Assert.Equal("00:30 to 01:30", Numbers.Times(time, time.AddHours(1), TimeSpan.FromHours(1)));
    }

    private static void Holds(string text, double lower, double upper, int factor)
    {
        var less = text.Contains(" or less", StringComparison.Ordinal);
        var more = text.Contains(" or more", StringComparison.Ordinal);
        var ends = text.Replace("%", "", StringComparison.Ordinal).Replace(" pp", "", StringComparison.Ordinal).Replace(" ms", "", StringComparison.Ordinal)
            .Replace(" trillion", ",000,000,000,000", StringComparison.Ordinal).Replace(" or less", "", StringComparison.Ordinal)
            .Replace(" or more", "", StringComparison.Ordinal).Split(" to ", StringSplitOptions.RemoveEmptyEntries);
        Assert.True(ends.Length == (text.Length == 0 ? 0 : less || more ? 1 : 2), text);
        Assert.True(less || ends.Length == 0 || IsAtMost(Parse(ends[0]), lower, factor), $"{text} begins after {lower:R}");
        Assert.True(more || ends.Length == 0 || IsAtMost(-Parse(ends[^1]), -upper, factor), $"{text} ends before {upper:R}");
    }

    // Exactly, on the shortest decimal of the double; numbers that no decimal holds are compared as doubles.
    private static bool IsAtMost(decimal printed, double value, int factor) => Math.Abs(value) < 1e24 && (value == 0 || Math.Abs(value) > 1e-12)
        ? printed <= decimal.Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture) * factor
        : (double)printed <= value;

    private static decimal Parse(string text) =>
        decimal.Parse(text.Replace('−', '-'), NumberStyles.Number, CultureInfo.InvariantCulture);
}
