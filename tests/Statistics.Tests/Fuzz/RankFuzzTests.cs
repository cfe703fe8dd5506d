using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Statistics.Tests.Fuzz;

/// <summary>Tests on ranks against counting pairs and dealing the values in all ways.</summary>
public sealed class RankFuzzTests
{
    [Fact]
    public void Mann_Whitney() => Inputs.Arms(101, 6, (b, c, random) =>
    {
        var alternative = (Alternative)random.Next(3);
        var u = Slow.TwiceU(b, c) / 2.0;
        double pairs = (double)b.Length * c.Length, all = b.Length + c.Length, ties = Slow.TieTerm(b, c);

        var result = new MannWhitney().Run(b, c, alternative);

        Assert.True(result.Statistic == u && result.Superiority == u / pairs && result.Exact == (ties == 0), $"{result}");
        if (ties == 0)
        {
            Vectors.Close(Dealt(b, c, alternative), result.PValue, 1e-12, $"{alternative}");
            return;
        }

        // The textbook: corrected for ties and continuity.
        var deviation = Math.Sqrt((pairs / 12 * (all + 1)) - (pairs * ties / (12 * all * (all - 1))));
        var off = alternative switch
        {
            Alternative.Greater => u - (pairs / 2) - 0.5,
            Alternative.Less => (pairs / 2) - u - 0.5,
            _ => Math.Max(0, Math.Abs(u - (pairs / 2)) - 0.5),
        };
        var p = Math.Min(1, Slow.NormalAbove(off / deviation) * (alternative == Alternative.Different ? 2 : 1));
        Vectors.Close(ties == (all * all * all) - all ? 1 : p, result.PValue, 1e-10, $"{alternative}");
    });

    [Fact]
    public void Mann_Whitney_exact() => Inputs.Arms(102, 5, (b, c, random) =>
    {
        var alternative = (Alternative)random.Next(3);

        var result = new MannWhitneyExact().Run(b, c, alternative);

        Assert.True(result.Exact && result.Statistic == Slow.TwiceU(b, c) / 2.0, $"{result}");
        Vectors.Close(Dealt(b, c, alternative), result.PValue, 1e-12, $"{alternative}");
    });

    [Fact]
    public void Kolmogorov_Smirnov() => Inputs.Arms(103, 4, (b, c, random) =>
    {
        var alternative = (Alternative)random.Next(3);
        double[] pooled = Slow.Sorted([.. b, .. c]);
        int Distance(Func<int, bool> isCanary)
        {
            // How far the canary's cumulative share lies below the baseline's, in units of 1 / (n m), after each value.
            int lower = 0, higher = 0, below = 0;
            for (var i = 0; i < pooled.Length; i++)
            {
                below += isCanary(i) ? -b.Length : c.Length;
                if (i + 1 == pooled.Length || pooled[i + 1] != pooled[i])
                {
                    (lower, higher) = (Math.Max(lower, below), Math.Max(higher, -below));
                }
            }

            return alternative == Alternative.Greater ? lower : alternative == Alternative.Less ? higher : Math.Max(lower, higher);
        }

        var largest = pooled.Max(x => Signed(((double)b.Count(v => v <= x) / b.Length) - ((double)c.Count(v => v <= x) / c.Length), alternative));
        var deals = Slow.Deals(pooled.Length, c.Length);
        var seen = (int)Math.Round(Math.Max(0, largest) * b.Length * c.Length);
        var asFar = deals.Count(bits => Distance(i => (bits >> i & 1) == 1) >= seen);

        var result = new KolmogorovSmirnov().Run(b, c, alternative);

        Vectors.Close(Math.Max(0, largest), result.Statistic, 1e-13, $"{alternative}", 1e-15);
        Vectors.Close((double)asFar / deals.Length, result.PValue, 1e-12, $"{alternative}");
        Assert.True(result.Exact);
    });

    [Fact]
    public void Brunner_Munzel() => Inputs.Arms(104, 8, (b, c, random) =>
    {
        var alternative = (Alternative)random.Next(3);
        int n = b.Length, m = c.Length;

        // The textbook: pooled mid-ranks minus mid-ranks within the own arm, in halves, so that all sums are whole.
        long[] inBaseline = [.. b.Select(v => TwiceRank(v, [.. b, .. c]) - TwiceRank(v, b))], inCanary = [.. c.Select(v => TwiceRank(v, [.. b, .. c]) - TwiceRank(v, c))];
        double sb = Spread(inBaseline), sc = Spread(inCanary), theta = inCanary.Sum() / (2.0 * n * m);
        var clearest = 1 / Slow.Ways(n + m, n);

        var result = new BrunnerMunzel().Run(b, c, alternative);

        Vectors.Close(theta, result.Superiority, 1e-14, "superiority");
        if (theta is 0 or 1)
        {
            Vectors.Close(Slow.PValue(theta == 1 ? clearest : 1, theta == 0 ? clearest : 1, alternative), result.PValue, 1e-12, "separated");
            return;
        }

        if (n == 1 || m == 1 || sb + sc == 0)
        {
            Assert.True(result.PValue == 1, $"{result}");
            return;
        }

        var w = n * m * (theta - 0.5) / Math.Sqrt((n * sb) + (m * sc));
        var df = Math.Pow((n * sb) + (m * sc), 2) / ((Math.Pow(n * sb, 2) / (n - 1)) + (Math.Pow(m * sc, 2) / (m - 1)));
        Vectors.Close(w, result.Statistic, 1e-11, "statistic", 1e-13);
        var p = Slow.PValue(Slow.StudentAbove(w, df), Slow.StudentAbove(-w, df), alternative);
        Vectors.Close(Math.Max(p, alternative == Alternative.Different ? 2 * clearest : clearest), result.PValue, 1e-9, $"{alternative}");

        // The sample variance of halves.
        static double Spread(long[] halves) =>
            ((halves.Length * halves.Sum(x => x * x)) - (halves.Sum() * halves.Sum())) / (4.0 * halves.Length * Math.Max(1, halves.Length - 1));

        static long TwiceRank(double value, double[] among) => (2 * among.Count(v => v < value)) + among.Count(v => v == value) + 1;
    });

    private static double Signed(double distance, Alternative alternative) =>
        alternative == Alternative.Greater ? distance : alternative == Alternative.Less ? -distance : Math.Abs(distance);

    /// <summary>The share of all deals with a rank sum as large or as small.</summary>
    private static double Dealt(double[] b, double[] c, Alternative alternative)
    {
        double[] pooled = [.. b, .. c];
        var ranks = new int[pooled.Length];
        for (var i = 0; i < pooled.Length; i++)
        {
            foreach (var v in pooled)
            {
                ranks[i] += v < pooled[i] ? 2 : v == pooled[i] ? 1 : 0;
            }
        }

        var deals = Slow.Deals(pooled.Length, c.Length);
        int seen = 0, atLeast = 0, atMost = 0;
        for (var i = b.Length; i < ranks.Length; i++)
        {
            seen += ranks[i];
        }

        foreach (var bits in deals)
        {
            var sum = 0;
            for (var i = 0; i < ranks.Length; i++)
            {
                sum += (bits >> i & 1) * ranks[i];
            }

            atLeast += sum >= seen ? 1 : 0;
            atMost += sum <= seen ? 1 : 0;
        }

        return Slow.PValue((double)atLeast / deals.Length, (double)atMost / deals.Length, alternative);
    }
}
