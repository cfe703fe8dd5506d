using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Tests;

/// <summary>The verdict rule on small data whose right answer is known.</summary>
public sealed class JudgeTests
{
    [Fact]
    public void Ten_ones_against_seven_hundreds_and_three_ones_fail_although_the_interval_touches_zero()
    {
        var judgement = Run.Samples(Repeat(1, 10), [.. Repeat(100, 7), .. Repeat(1, 3)]);

        Assert.Equal(Verdict.Fail, judgement.Verdict);
        Assert.Equal(ReasonCode.HarmProven, judgement.ReasonCode);
    }

    [Fact]
    public void Show()
    {
        void P(string w, Judgement j) => Console.WriteLine($"{w}: {j.Verdict} {j.ReasonCode} p={j.Metrics[0].Effect?.PValue:G4} | {j.Reason} | {string.Join("; ", j.Metrics[0].Warnings.Select(x => x.Message))}");
        P("8x100", Run.Samples(Repeat(1, 10), [.. Repeat(100, 8), .. Repeat(1, 2)]));
        P("6 zeros", Run.Counts(Repeat(0, 6), [0, 1, 2, 1, 0, 0]));
        P("25 zeros", Run.Counts(Repeat(0, 25), [1,0,0,0,0,2,0,0,0,0,1,0,0,0,0,2,0,0,0,0,1,0,0,0,0]));
        P("5 zeros", Run.Counts(Repeat(0, 5), [1, 4, 2, 3, 1]));
        P("spread", Run.Samples([1100,4,101,5,102,6,103,7,104,8,105,9,106,17], [10,10.1,10.2,10.3,10.4,10.5,10.6,17,17.1,17.2,17.3,17.4,17.5,17.6,17.7]));
        P("const", Run.Points(Repeat(5, 20), Repeat(5, 20)));
        P("const2", Run.Points(Repeat(5, 20), Repeat(6, 20)));
        P("tiny", Run.Samples([1, 2, 3], [4, 5, 6]));
        var r = new Random(1);
        double N() => Math.Sqrt(-2 * Math.Log(1 - r.NextDouble())) * Math.Cos(6.283185307 * r.NextDouble());
        double[] L(int n, double f) => [.. Enumerable.Range(0, n).Select(_ => f * 100 * Math.Exp(0.5 * N()))];
        P("same", Run.Samples(L(3000, 1), L(3000, 1)));
        P("same300", Run.Samples(L(300, 1), L(300, 1)));
        P("up10", Run.Samples(L(3000, 1), L(3000, 1.1)));
        P("up30", Run.Samples(L(3000, 1), L(3000, 1.3)));
        P("better", Run.Samples(L(3000, 1), L(3000, .7)));
        P("tail", Run.Samples(L(3000, 1), [.. L(2850, 1), .. L(150, 8)]));
        P("pts", Run.Points(L(60, 1), L(60, 1)));
        P("pts30", Run.Points(L(60, 1), L(60, 1.6)));
        P("ratio", Run.Ratio([(10, 1000), (12, 1000), (9, 1000), (11, 1000)], [(10, 1000), (12, 1000), (9, 1000), (11, 1000)]));
        P("ratioUp", Run.Ratio([(10, 1000), (12, 1000), (9, 1000), (11, 1000)], [(20, 1000), (22, 1000), (19, 1000), (21, 1000)]));
        P("avail", Run.One(new SeriesData.Points(null, Run.Minutes(30), [.. Enumerable.Range(0, 30).Select(i => i % 7 == 0 ? 99.98 : 100.0)]), new SeriesData.Points(null, Run.Minutes(30), [.. Enumerable.Range(0, 30).Select(_ => 95 + N() * .5)]), null, "availability_percent"));
        P("avail ok", Run.One(new SeriesData.Points(null, Run.Minutes(30), [.. Enumerable.Range(0, 30).Select(i => i % 7 == 0 ? 99.98 : 100.0)]), new SeriesData.Points(null, Run.Minutes(30), [.. Enumerable.Range(0, 30).Select(i => i % 8 == 0 ? 99.98 : 100.0)]), null, "availability_percent"));
        var bounds = new double[] { 10, 25, 50, 100, 250, 500, 1000, double.PositiveInfinity };
        double[] H(double[] v) { var c = new double[8]; foreach (var x in v) { c[Array.FindIndex(bounds, b => x <= b)]++; } return c; }
        P("hist", Run.One(new SeriesData.Histograms([0], bounds, [H(L(5000, 1))]), new SeriesData.Histograms([0], bounds, [H(L(5000, 1))]), null, "latency_ms"));
        P("hist30", Run.One(new SeriesData.Histograms([0], bounds, [H(L(5000, 1))]), new SeriesData.Histograms([0], bounds, [H(L(5000, 1.3))]), null, "latency_ms"));
        Assert.Fail("look");
    }

    private static double[] Repeat(double value, int times) => [.. Enumerable.Repeat(value, times)];
}
