using CanaryJudge.Judging.Model;

namespace CanaryJudge.Judging.Tests;

/// <summary>The promise, at a fixed seed: unchanged releases fail and margin-sized harm passes in at most 5% of runs (plus three standard errors).</summary>
public sealed class CalibrationTests
{
    private const double Level = 0.05;

    private const int Runs = 600;

    public static TheoryData<string> Shapes => [.. Draws.Keys];

    private static Dictionary<string, Func<Random, double, Judgement>> Draws { get; } = new(StringComparer.Ordinal)
    {
        ["latencies, 200 an arm"] = (r, harm) => Run.Samples(LogNormal(r, 200, 0), LogNormal(r, 200, Math.Log(1 + harm))),
        ["latencies, 2,000 against 1,000"] = (r, harm) => Run.Samples(LogNormal(r, 2000, 0), LogNormal(r, 1000, Math.Log(1 + harm))),
        ["120 users of ten requests, with their key"] = (r, harm) => Keyed(Sessions(r, 120, 60, 0.5, 0), Sessions(r, 120, 60, 0.5, Math.Log(1 + harm))),
        ["240 sessions of ten requests, no key"] = (r, harm) => Run.One(Sessions(r, 240, 60, 0.5, 0), Sessions(r, 240, 60, 0.5, Math.Log(1 + harm))),
        ["240 sessions less alike, no key"] = (r, harm) => Run.One(Sessions(r, 240, 60, 0.2, 0), Sessions(r, 240, 60, 0.2, Math.Log(1 + harm))),
        ["points, independent, 60"] = (r, harm) => Points(r, 60, 0, harm),
        ["points, AR(1) 0.5, 60"] = (r, harm) => Points(r, 60, 0.5, harm),
        ["points, AR(1) 0.8, 60"] = (r, harm) => Points(r, 60, 0.8, harm),
        ["points, AR(1) 0.8, 180"] = (r, harm) => Points(r, 180, 0.8, harm),
        ["errors, 1% of 60 x 200"] = (r, harm) => Run.Ratio(Errors(r, 60, 200, 0.01, 1), Errors(r, 60, 200, 0.01 + (harm * 0.02), 1)),
        ["errors in bursts of 3, 1% of 60 x 200"] = (r, harm) => Run.Ratio(Errors(r, 60, 200, 0.01, 3), Errors(r, 60, 200, 0.01 + (harm * 0.02), 3)),
        ["restarts, 0.5 a minute, 60"] = (r, harm) => Run.Counts(Poisson(r, 60, 0.5), Poisson(r, 60, 0.5 * (1 + (harm * 4)))),
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void An_unchanged_release_is_failed_in_at_most_one_run_in_twenty(string shape)
    {
        var failed = Share(shape, 0, Verdict.Fail);

        Assert.InRange(failed, 0, Level + (3 * Math.Sqrt(Level * (1 - Level) / Runs)));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Harm_of_the_margins_size_is_passed_in_at_most_one_run_in_twenty(string shape)
    {
        // 25%; for the shares half a point, for the counts the doubling that is their margin.
        var passed = Share(shape, 0.25, Verdict.Pass);

        Assert.InRange(passed, 0, Level + (3 * Math.Sqrt(Level * (1 - Level) / Runs)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_interval_of_dependent_samples_covers_what_is_true(bool keyed)
    {
        var missed = Enumerable.Range(0, Runs).AsParallel().Count(i =>
        {
            var chance = new Random(20_011 + i);
            SeriesData.Samples b = Sessions(chance, 240, 60, 0.5, 0), c = Sessions(chance, 240, 60, 0.5, Math.Log(1.2));
            var effect = (keyed ? Keyed(b, c) : Run.One(b, c)).Metrics[0].Effect!;
            return !(effect.RelativeLower <= 0.2 && effect.RelativeUpper >= 0.2);
        });

        // Each end may err in one run of twenty.
        Assert.InRange(missed / (double)Runs, 0, 0.1 + (3 * Math.Sqrt(0.1 * 0.9 / Runs)));
    }

    private static double Share(string shape, double harm, Verdict verdict)
    {
        var share = Enumerable.Range(0, Runs).AsParallel().Count(i => Draws[shape](new Random(10_007 + i), harm).Verdict == verdict) / (double)Runs;
        TestContext.Current.TestOutputHelper?.WriteLine($"{shape}: {verdict} {share:P1}");
        return share;
    }

    private static Judgement Points(Random r, int n, double phi, double harm) =>
        Run.Points(Ar1(r, n, phi, 0), Ar1(r, n, phi, Math.Log(1 + harm)));

    private static Judgement Keyed(SeriesData.Samples baseline, SeriesData.Samples canary) => Run.One(baseline, canary, m => m with { Cluster = "user" });

    /// <summary>Ten requests a user within one minute of the run; the user's own level makes up a share of the variance.</summary>
    private static SeriesData.Samples Sessions(Random r, int users, int minutes, double share, double shift)
    {
        List<long> at = [];
        List<double> values = [];
        List<ulong> keys = [];
        for (var user = 0; user < users; user++)
        {
            var own = Math.Sqrt(share) * Normal(r);
            var minute = Run.Noon + (r.Next(minutes) * Run.Minute);
            for (var request = 0; request < 10; request++)
            {
                at.Add(minute + request);
                values.Add(100 * Math.Exp(shift + (0.5 * (own + (Math.Sqrt(1 - share) * Normal(r))))));
                keys.Add((ulong)user);
            }
        }

        return new([.. at], [.. values], [.. keys]);
    }

    private static double[] Ar1(Random r, int n, double phi, double shift)
    {
        var values = new double[n];
        var state = Normal(r);
        for (var i = 0; i < n; i++)
        {
            state = (phi * state) + (Math.Sqrt(1 - (phi * phi)) * Normal(r));
            values[i] = 100 * Math.Exp(shift + (0.3 * state));
        }

        return values;
    }

    private static double[] LogNormal(Random r, int n, double shift) => [.. Enumerable.Range(0, n).Select(_ => 100 * Math.Exp(shift + (0.5 * Normal(r))))];

    private static (double Events, double Total)[] Errors(Random r, int minutes, int requests, double rate, int burst) =>
        [.. Enumerable.Range(0, minutes).Select(_ => ((double)Math.Min(requests, burst * PoissonOne(r, requests * rate / burst)), (double)requests))];

    private static double[] Poisson(Random r, int n, double mean) => [.. Enumerable.Range(0, n).Select(_ => (double)PoissonOne(r, mean))];

    private static int PoissonOne(Random r, double mean)
    {
        var count = -1;
        for (var product = 1.0; product > Math.Exp(-mean); count++)
        {
            product *= 1 - r.NextDouble();
        }

        return count;
    }

    private static double Normal(Random r) => Math.Sqrt(-2 * Math.Log(1 - r.NextDouble())) * Math.Cos(2 * Math.PI * r.NextDouble());
}
