using CanaryJudge.Statistics.Effects;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Tests.Fuzz;

/// <summary>How much, with intervals: shifts against all pairs, means and quantiles against their textbook forms.</summary>
public sealed class SizeFuzzTests
{
    /// <summary>Where a level is met or missed by less, both answers are right.</summary>
    private const double Rounding = 1e-12;

    private const decimal Step = 1e10m / 1_048_576;

    [Fact]
    public void Hodges_Lehmann_differences() => Inputs.Arms(201, 6, (b, c, random) =>
    {
        var level = 0.5 * random.NextDouble() is var half && half > 0 ? half : 0.5;
        double[] sortedB = Slow.Sorted(b), sortedC = Slow.Sorted(c);
        var pairs = Slow.Sorted([.. b.SelectMany(x => c.Select(y => y - x + 0.0))]);
        var end = PlainRank(b, c, level);

        var result = HodgesLehmann.Difference(sortedB, sortedC, level, CancellationToken.None);

        Same(pairs, Middle(pairs), end, double.NegativeInfinity, result);
    });

    [Fact]
    public void Hodges_Lehmann_ratios() => Inputs.Arms(202, 6, (x, y, random) =>
    {
        double[] b = Positive(x), c = Positive(y);
        var level = 0.001 + (0.4 * random.NextDouble());
        var pairs = Slow.Sorted([.. b.SelectMany(v => c.Select(w => w / v))]);
        var middle = pairs.Length % 2 == 1 || pairs[(pairs.Length / 2) - 1] == pairs[pairs.Length / 2]
            ? pairs[pairs.Length / 2]
            : Math.Sqrt(pairs[(pairs.Length / 2) - 1]) * Math.Sqrt(pairs[pairs.Length / 2]);

        var result = HodgesLehmann.Ratio(Slow.Sorted(b), Slow.Sorted(c), level, CancellationToken.None);

        Same(pairs, middle, PlainRank(b, c, level), 0, result);
    });

    [Fact]
    public void Robust_shifts() => Inputs.Arms(203, 6, (b, c, random) =>
    {
        var level = 0.001 + (0.4 * random.NextDouble());
        double n = b.Length, m = c.Length, all = n * m;
        var pairs = Slow.Sorted([.. b.SelectMany(x => c.Select(y => y - x + 0.0))]);
        var middle = Middle(pairs);

        var result = RobustShift.Difference(Slow.Sorted(b), Slow.Sorted(c), level, CancellationToken.None);

        if (n == 1 || m == 1)
        {
            Same(pairs, middle, [0], double.NegativeInfinity, result);
            return;
        }

        double[] back = [.. c.Select(v => v - middle)];
        double[] placedB = [.. b.Select(v => Slow.TwiceU([v], back) / 2.0 / m)], placedC = [.. back.Select(v => Slow.TwiceU(b, [v]) / 2.0 / n)];
        double vb = placedB.Sum(p => Math.Pow(p - placedB.Average(), 2)) / (n - 1) / n, vc = placedC.Sum(p => Math.Pow(p - placedC.Average(), 2)) / (m - 1) / m;
        var df = Math.Pow(vb + vc, 2) / ((vb * vb / (n - 1)) + (vc * vc / (m - 1)));
        if (vb + vc < 1e-25)
        {
            Same(pairs, middle, [(long)Math.Floor((all / 2) + 0.5)], double.NegativeInfinity, result);
            return;
        }

        // The innermost pair whose Student tail is within the level.
        long Rank(double at)
        {
            var rank = (long)Math.Floor((all / 2) + 0.5);
            while (rank > 0 && Slow.StudentAbove(((all / 2) + 0.5 - rank) / (all * Math.Sqrt(vb + vc)), df) > at)
            {
                rank--;
            }

            return rank;
        }

        Same(pairs, middle, [Rank(level * (1 - 1e-9)), Rank(level * (1 + 1e-9))], double.NegativeInfinity, result);
    });

    [Fact]
    public void Welch() => Inputs.Arms(204, 7, (b, c, random) =>
    {
        var alternative = (Alternative)random.Next(3);
        int n = b.Length, m = c.Length;

        // Scaled so that squares are within range, and in decimals: 28 digits.
        var unit = Math.Max(b.Max(Math.Abs), c.Max(Math.Abs));
        decimal[] db = [.. b.Select(v => Exact(v, unit))], dc = [.. c.Select(v => Exact(v, unit))];
        decimal meanB = db.Sum() / n, meanC = dc.Sum() / m;
        double vb = (double)db.Sum(v => (v - meanB) * (v - meanB)) / Math.Max(1, n - 1) / n, vc = (double)dc.Sum(v => (v - meanC) * (v - meanC)) / Math.Max(1, m - 1) / m;

        var result = new Welch().Run(b, c, alternative);

        if (n == 1 || m == 1 || vb + vc == 0)
        {
            Assert.True(result.PValue == 1 || vb + vc == 0, $"{result}");
            return;
        }

        var t = (double)(meanC - meanB) / Math.Sqrt(vb + vc);
        var df = Math.Pow(vb + vc, 2) / ((vb * vb / (n - 1)) + (vc * vc / (m - 1)));

        // A difference of means that cancels keeps the digits of the values, not its own; subnormals have few.
        var lost = ((1e-15 * (double)Math.Max(Math.Abs(meanB), Math.Abs(meanC))) + (2e10 * (double.Epsilon / unit))) / Math.Sqrt(vb + vc);
        Vectors.Close(t, result.Statistic, 1e-9 + (2 * lost), "statistic", lost + 1e-12);
        var p = Slow.PValue(Slow.StudentAbove(t, df), Slow.StudentAbove(-t, df), alternative);
        Vectors.Close(p, result.PValue, 1e-8 + (10 * df * lost), $"{alternative}", 10 * lost);
    });

    [Fact]
    public void Quantiles_and_their_intervals() => Inputs.Arms(205, 12, (values, _, random) =>
    {
        var sorted = Slow.Sorted(values);
        double q = random.Next(4) == 0 ? random.Next(11) / 10.0 : random.NextDouble(), level = 0.001 + (0.49 * random.NextDouble());
        var position = q * (sorted.Length - 1);
        int left = (int)Math.Floor(position), right = Math.Min(left + 1, sorted.Length - 1);
        var expected = sorted[left] + ((position - left) * (sorted[right] - sorted[left]));

        var result = Quantiles.Interval(sorted, q, level);

        Vectors.Close(expected, result.Estimate, 1e-12, "estimate", Math.Abs(sorted[right]) * 1e-12);
        double[] below = AtMost(sorted.Length, q), beyond = AtMost(sorted.Length, 1 - q), near = [level, level * (1 - Rounding), level * (1 + Rounding)];
        double[] lower = [.. near.Select(at => Math.Min(result.Estimate, Lower(sorted, below, at)))], upper = [.. near.Select(at => Math.Max(result.Estimate, Upper(sorted, beyond, at)))];
        Assert.True(lower.Contains(result.Lower) && upper.Contains(result.Upper), $"q {q:R} level {level:R}: {result}, not in {Inputs.Text(lower)}, {Inputs.Text(upper)}");
    });

    [Fact]
    public void Quantile_differences() => Inputs.Arms(206, 7, (b, c, random) =>
    {
        var q = random.Next(3) == 0 ? 0.5 : random.NextDouble() is var any && any > 0 ? any : 0.5;
        double[] sortedB = Slow.Sorted(b), sortedC = Slow.Sorted(c), belowC = AtMost(c.Length, q), beyondB = AtMost(b.Length, 1 - q);
        double quantileB = Quantiles.Of(sortedB, q), quantileC = Quantiles.Of(sortedC, q);

        var result = new QuantileDifference(q).Run(b, c, Alternative.Greater);

        // Every level at which an end moves, from the strictest, a hair above it: the first at which 0 is left out.
        double p = 1;
        foreach (var level in Slow.Sorted([.. belowC, .. beyondB]).Select(level => level * (1 + Rounding)))
        {
            double low = Math.Min(quantileC, Lower(sortedC, belowC, level)), high = Math.Max(quantileB, Upper(sortedB, beyondB, level));
            if (level <= 0.5 * (1 + Rounding) && quantileC - quantileB > double.Hypot(quantileC - low, high - quantileB))
            {
                p = level;
                break;
            }
        }

        Vectors.Close(p, result.PValue, 1e-10, $"q {q:R}");
        Assert.True(result.PValue == new QuantileDifference(q).Run(c, b, Alternative.Less).PValue);
    });

    /// <summary>P(X &lt;= k) of a binomial with n trials, for k from 0 to n - 1.</summary>
    private static double[] AtMost(int n, double q)
    {
        var sums = new double[n];
        double sum = 0;
        for (var k = 0; k < n; k++)
        {
            sum += Slow.Ways(n, k) * Math.Pow(q, k) * Math.Pow(1 - q, n - k);
            sums[k] = sum;
        }

        return sums;
    }

    private static double Lower(double[] sorted, double[] atMost, double level) =>
        Array.FindLastIndex(atMost, chance => chance <= level) is var order and >= 0 ? sorted[order] : double.NegativeInfinity;

    private static double Upper(double[] sorted, double[] atMost, double level) =>
        Array.FindLastIndex(atMost, chance => chance <= level) is var order and >= 0 ? sorted[^(order + 1)] : double.PositiveInfinity;

    private static double Middle(double[] sorted)
    {
        double low = sorted[(sorted.Length - 1) / 2], high = sorted[sorted.Length / 2];
        return low == high ? low : (low / 2) + (high / 2);
    }

    private static double[] Positive(double[] values) => [.. values.Select(v => v == 0 ? 1 : Math.Abs(v))];

    /// <summary>The ranks that a real number rounds down to, both where rounding decides.</summary>
    private static long[] Ranks(double rank) => [Math.Max(0, (long)Math.Floor(rank + 1e-9)), Math.Max(0, (long)Math.Floor(rank - 1e-9))];

    private static long[] PlainRank(double[] b, double[] c, double level)
    {
        double pairs = (double)b.Length * c.Length, all = b.Length + c.Length;
        if (!Slow.HasTies(b, c))
        {
            // The sums of all deals of the ranks 0, 1, 2, ... less the smallest: U.
            var deals = Slow.Deals(b.Length + c.Length, c.Length);
            var counts = new int[(b.Length * c.Length) + 1];
            foreach (var bits in deals)
            {
                var u = 0;
                for (int i = 0, below = 0; i < b.Length + c.Length; i++)
                {
                    (u, below) = (bits >> i & 1) == 1 ? (u + below, below) : (u, below + 1);
                }

                counts[u]++;
            }

            long rank = 0;
            for (double sum = counts[0]; sum / deals.Length <= level; sum += counts[rank])
            {
                rank++;
            }

            return [rank];
        }

        var deviation = Math.Sqrt(Math.Max(0, (pairs / 12 * (all + 1)) - (pairs * Slow.TieTerm(b, c) / (12 * all * (all - 1)))));
        double low = 0, high = 40;
        for (var i = 0; i < 60; i++)
        {
            var z = (low + high) / 2;
            (low, high) = Slow.NormalAbove(z) > level ? (z, high) : (low, z);
        }

        return Ranks((pairs / 2) - (low * deviation) + 0.5);
    }

    private static void Same(double[] pairs, double middle, long[] ends, double noLimit, Interval found)
    {
        var holds = found.Estimate == middle && Array.Exists(ends, end => end == 0
            ? found.Lower == noLimit && found.Upper == double.PositiveInfinity
            : found.Lower == pairs[end - 1] && found.Upper == pairs[^(int)end]);
        Assert.True(holds, $"found {found}; middle {middle:R}, rank {string.Join(" or ", ends)} of {Inputs.Text(pairs)}");
    }

    /// <summary>All 53 bits, where the unit is between 5e9 and 1e10: so squares of differences in the last bit have digits left.</summary>
    private static decimal Exact(double value, double unit)
    {
        if (value == 0)
        {
            return 0;
        }

        // In two steps: a power of two for subnormals is beyond the doubles.
        var down = Math.ILogB(unit) + 1;
        var scaled = Math.ScaleB(Math.ScaleB(value, -down / 2), -(down - (down / 2)));
        decimal result = 0;
        for (var digits = 0; digits < 3 && scaled != 0; digits++)
        {
            // Twenty bits at a time are exact in both.
            var whole = Math.Truncate(scaled * 1_048_576);
            scaled = (scaled * 1_048_576) - whole;
            result += (decimal)whole * (digits == 0 ? Step : digits == 1 ? Step / 1_048_576 : Step / 1_048_576 / 1_048_576);
        }

        return result;
    }
}
