using System.Numerics;
using CanaryJudge.Statistics.TwoSample;
using MathNet.Numerics;

namespace CanaryJudge.Statistics.Tests.Fuzz;

/// <summary>Textbook forms: slow, and obviously right.</summary>
internal static class Slow
{
    private static readonly Dictionary<(int All, int Chosen), int[]> Choices = [];

    /// <summary>Twice U of the canary, by comparing all pairs.</summary>
    internal static long TwiceU(double[] baseline, double[] canary)
    {
        long u = 0;
        foreach (var c in canary)
        {
            foreach (var b in baseline)
            {
                u += c > b ? 2 : c == b ? 1 : 0;
            }
        }

        return u;
    }

    internal static bool HasTies(double[] baseline, double[] canary)
    {
        double[] pooled = [.. baseline, .. canary];
        return pooled.Where((v, i) => pooled.Take(i).Contains(v)).Any();
    }

    /// <summary>The sum of t^3 - t over groups of t equal values: for each value, t^2 - 1.</summary>
    internal static double TieTerm(double[] baseline, double[] canary)
    {
        double[] pooled = [.. baseline, .. canary];
        return pooled.Sum(v => Math.Pow(pooled.Count(w => w == v), 2) - 1);
    }

    /// <summary>All ways to choose the canary's places among all values, as bits.</summary>
    internal static int[] Deals(int all, int chosen)
    {
        lock (Choices)
        {
            if (!Choices.TryGetValue((all, chosen), out var deals))
            {
                deals = [.. Enumerable.Range(0, 1 << all).Where(bits => BitOperations.PopCount((uint)bits) == chosen)];
                Choices.Add((all, chosen), deals);
            }

            return deals;
        }
    }

    /// <summary>From the chances of a statistic at least and at most as large.</summary>
    internal static double PValue(double atLeast, double atMost, Alternative alternative) => alternative switch
    {
        Alternative.Greater => atLeast,
        Alternative.Less => atMost,
        _ => Math.Min(1, 2 * Math.Min(atLeast, atMost)),
    };

    /// <summary>The normal tail: a power series near the middle, a continued fraction outside (Abramowitz and Stegun 26.2.11, 26.2.14).</summary>
    internal static double NormalAbove(double z)
    {
        if (z < 0)
        {
            return 1 - NormalAbove(-z);
        }

        var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z < 3)
        {
            double term = z, sum = 0;
            for (var k = 1; term > 1e-18 && k < 300; k++)
            {
                sum += term;
                term *= z * z / ((2 * k) + 1);
            }

            return 0.5 - (density * sum);
        }

        double fraction = 0;
        for (var k = 150; k >= 1; k--)
        {
            fraction = k / (z + fraction);
        }

        return density / (z + fraction);
    }

    /// <summary>Student's tail, by the series of the incomplete beta function (Abramowitz and Stegun 26.5.4, 26.7.1).</summary>
    internal static double StudentAbove(double t, double degrees)
    {
        if (t < 0)
        {
            return 1 - StudentAbove(-t, degrees);
        }

        double x = 1 / (1 + (t * t / degrees)), y = 1 / (1 + (degrees / t / t));
        return x < 0.7 ? Beta(degrees / 2, 0.5, x, y) / 2 : 0.5 - (Beta(0.5, degrees / 2, y, x) / 2);
    }

    /// <summary>P(X >= k) of a binomial, term by term.</summary>
    internal static double BinomialAtLeast(int k, int n, double p, double q)
    {
        double sum = 0;
        for (var i = Math.Max(0, k); i <= n; i++)
        {
            sum += Ways(n, i) * Math.Pow(p, i) * Math.Pow(q, n - i);
        }

        return sum;
    }

    /// <summary>n choose k by the product.</summary>
    internal static double Ways(int n, int k)
    {
        double ways = 1;
        for (var i = 1; i <= k; i++)
        {
            ways = ways * (n - k + i) / i;
        }

        return ways;
    }

    internal static double[] Sorted(double[] values) => [.. values.Order()];

    private static double Beta(double a, double b, double x, double y)
    {
        double term = 1, sum = 0;
        for (double n = 0; term > sum * 1e-17 && n < 5_000; n++)
        {
            sum += term;
            term *= (a + b + n) / (a + 1 + n) * x;
        }

        return sum * Math.Exp((a * Math.Log(x)) + (b * Math.Log(y)) + SpecialFunctions.GammaLn(a + b) - SpecialFunctions.GammaLn(a + 1) - SpecialFunctions.GammaLn(b));
    }
}
