using CanaryJudge.Statistics.Multiplicity;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Tests.Fuzz;

/// <summary>Tests and intervals of counts, and Holm's procedure, against sums over all outcomes.</summary>
public sealed class CountFuzzTests
{
    [Fact]
    public void Fisher() => Inputs.Of(301, Shares, x =>
    {
        var events = x.Xb + x.Xc;
        int smallest = Math.Max(0, events - x.Nb), largest = Math.Min(events, x.Nc);
        double all = 0, atLeast = 0, atMost = 0, asRare = 0, seen = Table(x.Xc);
        for (var k = smallest; k <= largest; k++)
        {
            var table = Table(k);
            all += table;
            atLeast += k >= x.Xc ? table : 0;
            atMost += k <= x.Xc ? table : 0;
            asRare += table <= seen * (1 + 1e-7) ? table : 0;
        }

        var expected = x.Alternative == Alternative.Different ? asRare / all : Slow.PValue(atLeast / all, atMost / all, x.Alternative);
        Vectors.Close(expected, FisherExact.PValue(x.Xb, x.Nb, x.Xc, x.Nc, x.Alternative), 1e-11, "p");

        double Table(int k) => Slow.Ways(x.Nc, k) * Slow.Ways(x.Nb, events - k);
    });

    [Fact]
    public void Clopper_Pearson() => Inputs.Of(302, Shares, x =>
    {
        var interval = ClopperPearson.Interval(x.Xc, x.Nc, x.Level);

        Assert.True(interval.Estimate == (double)x.Xc / x.Nc && (x.Xc > 0 || interval.Lower == 0) && (x.Xc < x.Nc || interval.Upper == 1), $"{interval}");
        if (x.Xc > 0)
        {
            Vectors.Close(x.Level, Slow.BinomialAtLeast(x.Xc, x.Nc, interval.Lower, 1 - interval.Lower), 1e-9, "lower");
        }

        if (x.Xc < x.Nc)
        {
            // An end near 1 is known to a digit of 1, not of the gap.
            var rounding = x.Nc * Math.Pow(2, -52) / (1 - interval.Upper);
            Vectors.Close(x.Level, Slow.BinomialAtLeast(x.Nc - x.Xc, x.Nc, 1 - interval.Upper, interval.Upper), 1e-9 + rounding, "upper");
        }
    });

    [Fact]
    public void Score_tests_of_a_difference() => Inputs.Of(303, Shares, x =>
    {
        var p = MiettinenNurminen.DifferencePValue(x.Xb, x.Nb, x.Xc, x.Nc, x.Difference, x.Alternative);

        // The likeliest baseline share when the canary's lies the difference above, by golden section.
        var share = Likeliest(Math.Max(0, -x.Difference), Math.Min(1, 1 - x.Difference), b => LogLikelihood(x, b, b + x.Difference));
        Same(x, p, ((double)x.Xc / x.Nc) - ((double)x.Xb / x.Nb) - x.Difference, share, Math.Clamp(share + x.Difference, 0, 1), 1);
    });

    [Fact]
    public void Score_tests_of_a_ratio() => Inputs.Of(304, Shares, x =>
    {
        var p = MiettinenNurminen.RatioPValue(x.Xb, x.Nb, x.Xc, x.Nc, x.Ratio, x.Alternative);

        if (x.Xb + x.Xc == 0)
        {
            Assert.True(p == (x.Alternative == Alternative.Different ? 1 : 0.5), $"{p}");
            return;
        }

        var share = Likeliest(0, Math.Min(1, 1 / x.Ratio), b => LogLikelihood(x, b, b * x.Ratio));
        Same(x, p, ((double)x.Xc / x.Nc) - (x.Ratio * x.Xb / x.Nb), share, Math.Min(1, share * x.Ratio), x.Ratio);
    });

    [Fact]
    public void Rate_ratios() => Inputs.Of(305, Rates, x =>
    {
        var p = RateRatio.PValue(x.Xb, x.Tb, x.Xc, x.Tc, x.Ratio, x.Alternative);

        double share = 1 / (1 + (x.Tb / x.Tc / x.Ratio)), rest = 1 / (1 + (x.Ratio * (x.Tc / x.Tb)));
        var all = x.Xb + x.Xc;
        Vectors.Close(
            Slow.PValue(Slow.BinomialAtLeast(x.Xc, all, share, rest), Slow.BinomialAtLeast(x.Xb, all, rest, share), x.Alternative),
            p,
            1e-10,
            "p",
            1e-290);
    });

    [Fact]
    public void Rate_differences() => Inputs.Of(306, Rates, x =>
    {
        var interval = RateDifference.Interval(x.Xb, x.Tb, x.Xc, x.Tc, x.Level);

        Assert.True(interval.Lower <= interval.Estimate && interval.Estimate <= interval.Upper, $"{interval}");
        Vectors.Close(x.Level, Slow.NormalAbove(Z(interval.Lower)), 1e-8, "lower");
        Vectors.Close(x.Level, Slow.NormalAbove(-Z(interval.Upper)), 1e-8, "upper");

        double Z(double difference)
        {
            // The rates, a difference apart, at which the slope of the Poisson likelihood is 0: the smaller one by halving its logarithm.
            double gapOfBaseline = Math.Max(0, -difference), gapOfCanary = Math.Max(0, difference), low = -800, high = 800;
            for (var i = 0; i < 65; i++)
            {
                double middle = (low + high) / 2, rate = Math.Exp(middle);
                var slope = (x.Xb / (gapOfBaseline + rate)) + (x.Xc / (gapOfCanary + rate)) - x.Tb - x.Tc;
                (low, high) = slope > 0 ? (middle, high) : (low, middle);
            }

            var smaller = Math.Exp(low);
            return ((x.Xc / x.Tc) - (x.Xb / x.Tb) - difference) / Math.Sqrt(((gapOfBaseline + smaller) / x.Tb) + ((gapOfCanary + smaller) / x.Tc));
        }
    });

    [Fact]
    public void Holm_is_the_closed_test() => Inputs.Of(307, Hypotheses, x =>
    {
        var count = x.P.Length;
        var found = Holm.Reject(x.P, x.Weights, x.Alpha);

        // Rejected: every set of hypotheses that holds it is rejected by the weighted Bonferroni test.
        for (var i = 0; i < count; i++)
        {
            var expected = x.Weights[i] > 0;
            for (var set = 1; set < 1 << count && expected; set++)
            {
                expected = (set >> i & 1) == 0 || IsRejected(set);
            }

            Assert.True(expected == found[i], $"{i}: {found[i]}");
        }

        bool IsRejected(int set)
        {
            var weight = Enumerable.Range(0, count).Sum(j => (set >> j & 1) * x.Weights[j]);
            return Enumerable.Range(0, count).Any(j => (set >> j & 1) == 1 && x.Weights[j] > 0 && x.P[j] <= x.Alpha * x.Weights[j] / weight);
        }
    });

    private static void Same(SharesCase x, double p, double excess, double baseline, double canary, double factor)
    {
        var variance = ((canary * (1 - canary) / x.Nc) + (factor * factor * baseline * (1 - baseline) / x.Nb)) * (x.Nb + x.Nc) / (x.Nb + x.Nc - 1);
        if (Math.Abs(excess) < 1e-12 || variance < 1e-9)
        {
            // Nothing over nothing: only that there is an answer.
            Assert.True(p is >= 0 and <= 1, $"{p}");
            return;
        }

        var z = excess / Math.Sqrt(variance);
        Vectors.Close(Slow.PValue(Slow.NormalAbove(z), Slow.NormalAbove(-z), x.Alternative), p, 1e-5 * (1 + (z * z)), "p", 1e-300);
    }

    private static double LogLikelihood(SharesCase x, double b, double c) => Term(x.Xb, b) + Term(x.Nb - x.Xb, 1 - b) + Term(x.Xc, c) + Term(x.Nc - x.Xc, 1 - c);

    private static double Term(double count, double share) => count == 0 ? 0 : share <= 0 ? double.NegativeInfinity : count * Math.Log(share);

    private static double Likeliest(double low, double high, Func<double, double> likelihood)
    {
        const double Golden = 0.6180339887498949;
        double left = high - (Golden * (high - low)), right = low + (Golden * (high - low)), atLeft = likelihood(left), atRight = likelihood(right);
        for (var i = 0; i < 50; i++)
        {
            if (atLeft > atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (Golden * (high - low));
                atLeft = likelihood(left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (Golden * (high - low));
                atRight = likelihood(right);
            }
        }

        return (low + high) / 2;
    }

    private static SharesCase Shares(Random random)
    {
        int nb = random.Next(1, 25), nc = random.Next(1, 25);
        return new(
            random.Next(nb + 1), nb, random.Next(nc + 1), nc, (Alternative)random.Next(3), Level(random), 0.9 * ((2 * random.NextDouble()) - 1), Inputs.Magnitude(random, 1));
    }

    private static RatesCase Rates(Random random)
    {
        var decades = random.Next(8) == 0 ? 100 : 3;
        return new(
            random.Next(20), Inputs.Magnitude(random, decades), random.Next(20), Inputs.Magnitude(random, decades), (Alternative)random.Next(3), Level(random), Inputs.Magnitude(random, 2));
    }

    private static double Level(Random random) => random.Next(3) == 0 ? Math.Pow(10, -1 - (5 * random.NextDouble())) : 0.001 + (0.4 * random.NextDouble());

    private static HypothesesCase Hypotheses(Random random)
    {
        var count = random.Next(1, 6);
        double[] p = new double[count], weights = new double[count];
        for (var i = 0; i < count; i++)
        {
            p[i] = random.Next(6) == 0 ? random.Next(2) : Inputs.Magnitude(random, 1.5) / 40;
            p[i] = Math.Min(1, p[i]);
            weights[i] = random.Next(4);
        }

        return new(p, weights, 0.01 + (0.3 * random.NextDouble()));
    }

    private readonly record struct SharesCase(int Xb, int Nb, int Xc, int Nc, Alternative Alternative, double Level, double Difference, double Ratio);

    private readonly record struct RatesCase(int Xb, double Tb, int Xc, double Tc, Alternative Alternative, double Level, double Ratio);

    private sealed record HypothesesCase(double[] P, double[] Weights, double Alpha)
    {
        public override string ToString() => $"p {Inputs.Text(P)}, weights {Inputs.Text(Weights)}, alpha {Alpha:R}";
    }
}
