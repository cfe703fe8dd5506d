using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Statistics.Tests.Sequential;

/// <summary>Values near the ends of the doubles: every look has numbers, whatever their differences, sums and ratios overflow to.</summary>
public sealed class ExtremeValueTests
{
    private static readonly double[] Ends = [double.MaxValue, -double.MaxValue, 1.7e308, -1.7e308, 1e308, 1e200, -1e200, double.Epsilon, -double.Epsilon, 1e-308, 0, 1, -1, 250, 9_007_199_254_740_992, 9_007_199_254_740_991, 1e-29];

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var test in new[] { "paired-series", "stratified-ranks", "histogram", "count-mixture" })
            {
                foreach (var seed in Enumerable.Range(1, 60))
                {
                    cases.Add(test, seed);
                }
            }

            return cases;
        }
    }

    [Theory]
    [InlineData(1, 9_007_199_254_740_992)]
    [InlineData(9_007_199_254_740_992, 1)]
    [InlineData(1e30, 1e-30)]
    public void A_share_of_the_traffic_that_rounds_to_none_or_all_of_it_has_a_need(double baseline, double canary)
    {
        foreach (var side in Enum.GetValues<HarmSide>())
        {
            var run = SequentialTests.All.Single(t => t.Name == "count-mixture").Start(new() { Side = side });
            for (var k = 0; k < 3; k++)
            {
                run.Add(new ArmsBucket.Events(new(baseline, 0, canary, canary)));
            }

            Assert.True(run.Needed() >= 0);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_look_has_numbers(string kind, int seed)
    {
        var draws = new Draws(seed);

        // Of a few ends, so that ties, constant arms and arms of one sign each come.
        var mine = draws.Of(1 + (seed % 5), d => Ends[(int)(d.Uniform() * Ends.Length)]);
        double most = kind is "paired-series" or "count-mixture" ? 1e100 : double.MaxValue;
        double Value() => Math.Clamp(Any(), -most, most);
        double Any() => mine[(int)(draws.Uniform() * mine.Length)] * (seed % 3 == 0 ? draws.Uniform() : 1);
        double Size() => Math.Abs(Value());
        double Count(Draws d, int most) => Math.Floor(most * d.Uniform()) * (seed % 5 == 0 ? 1e98 : 1);
        double[] edges = [.. mine.Append(3).Append(double.MaxValue / 2).Append(-7).Distinct().Order()];
        ArmsBucket Bucket() => kind switch
        {
            "paired-series" => new ArmsBucket.Points(Value(), Value()),
            "stratified-ranks" => new ArmsBucket.Samples(draws.Of(40, _ => Value()), draws.Of(20, _ => Value())),
            "histogram" => new ArmsBucket.Histogram(edges, draws.Of(edges.Length - 1, d => Count(d, 40)), draws.Of(edges.Length - 1, d => Count(d, 30))),
            _ => new ArmsBucket.Events(new(Size(), Size(), Size(), Size())),
        };
        var test = kind == "histogram" ? "stratified-ranks" : kind;
        var plan = new SequentialPlan
        {
            Side = (HarmSide)(seed % 3),
            Guards = seed % 2 == 0 && test == "stratified-ranks" ? [0.9] : [],
            Independent = seed % 7 == 0,
            Poisson = seed % 2 == 0,
            Margin = seed % 4 == 0 ? new(0, 1e100) : new(0.25, 0),
            Tolerance = seed % 4 == 0 ? new(0, seed % 8 == 0 ? 1e100 : 1) : new(0.05, 0),
        };
        var run = SequentialTests.All.Single(t => t.Name == test).Start(plan);
        for (var k = 0; k < 40; k++)
        {
            var look = run.Add(Bucket() with { Epoch = k / 20 });
            Assert.All(look.Sides, side =>
            {
                // Points say that there is nothing yet with no number at all.
                if (!(kind == "paired-series" && double.IsNaN(side.Harm.Statistic)))
                {
                    Assert.InRange(side.Harm.AnytimeP, 0, 1);
                }

                Assert.False(double.IsNaN(side.Harm.Boundary));
            });
            Assert.False(double.IsNaN(look.Divisor));
        }

        var effect = run.Effect().Value;
        Assert.False(effect.Lower > effect.Upper);
        _ = run.Needed();
    }
}
