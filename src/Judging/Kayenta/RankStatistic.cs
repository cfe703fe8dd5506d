namespace CanaryJudge.Judging.Kayenta;

/// <summary>Kayenta's standardised rank sum of the canary, as a function of a shift that is subtracted from it.</summary>
/// <remarks>
/// <para>Shapes: m baseline and n canary values. Units: the shift has those of the values, the statistic has none.</para>
/// <para>Method: midranks, normal approximation, tie correction, continuity correction 1/2 towards 0. Both arms are sorted once, equal
/// values in one run; each shift then is one merge at most, where Kayenta ranks all values anew.</para>
/// <para>Error: none against Kayenta (KayentaVectorTests); the sums are whole numbers and halves, exact up to 200,000 values.</para>
/// <para>Source: Kayenta's MannWhitney, after R's wilcox.test.</para>
/// </remarks>
public sealed class RankStatistic
{
    private readonly Runs _baseline;
    private readonly Runs _canary;
    private readonly long[] _baselineKeys;
    private readonly DistinctRanks? _distinct;
    private readonly double _n;
    private readonly double _m;

    /// <summary>Sorts the arms.</summary>
    /// <param name="baseline">At least one value, no NaN.</param>
    /// <param name="canary">At least one value, no NaN.</param>
    public RankStatistic(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary)
    {
        _baseline = Runs.Of(baseline);
        _canary = Runs.Of(canary);
        _baselineKeys = [.. _baseline.Values.Select(Runs.Key), long.MaxValue];
        (_m, _n) = (baseline.Length, canary.Length);
        _distinct = _baseline.Values.Length == baseline.Length && _canary.Values.Length == canary.Length ? new(_baseline.Values, _canary.Values) : null;
        SmallestShift = _canary.Values[0] - _baseline.Values[^1];
        LargestShift = _canary.Values[^1] - _baseline.Values[0];
    }

    /// <summary>The smallest difference of a canary and a baseline value.</summary>
    public double SmallestShift { get; }

    /// <summary>The largest one.</summary>
    public double LargestShift { get; }

    /// <summary>The number of pairs.</summary>
    internal long Pairs => (long)_n * (long)_m;

    /// <summary>The baseline's values, ascending.</summary>
    internal double[] Baseline => _baseline.All();

    /// <summary>The canary's values, ascending.</summary>
    internal double[] Canary => _canary.All();

    /// <summary>The statistic: positive while the shifted canary is still higher. A step function that falls, but for single points where the arms tie.</summary>
    /// <param name="shift">What is subtracted from every canary value.</param>
    /// <returns>NaN where Kayenta throws: all values are tied, or an infinity meets an infinity.</returns>
    public double At(double shift)
    {
        var (rankSum, ties) = Rank(shift);
        return Standardised(rankSum - (_n * (_n + 1) / 2), ties);
    }

    /// <summary>The statistic by the number of pairs in which the shifted canary value is the larger, where no pair ties: it rises with them.</summary>
    internal double OfPairs(long pairs) => Standardised(pairs, _baseline.Ties + _canary.Ties);

    private double Standardised(double pairs, double ties)
    {
        var d = pairs - (_n * _m / 2);
        var sigma = Math.Sqrt(_n * _m / 12 * (_n + _m + 1 - (ties / ((_n + _m) * (_n + _m - 1)))));
        return double.IsNaN(d) || sigma == 0 ? double.NaN : (d - (0.5 * Math.Sign(d))) / sigma;
    }

    /// <summary>The common language effect size, P(canary &gt; baseline) + P(equal) / 2.</summary>
    public double Cles()
    {
        var rankSum = Rank(0).RankSum;
        return ((2 * rankSum) - (_n * (_n + 1))) / (2 * _m * _n);
    }

    private (double RankSum, double Ties) Rank(double shift)
    {
        if (double.IsNaN(_canary.Values[0] - shift) || double.IsNaN(_canary.Values[^1] - shift))
        {
            return (double.NaN, double.NaN);
        }

        return _distinct?.TryCount(shift, out var pairs) == true ? ((_n * (_n + 1) / 2) + pairs, 0) : Merge(shift);
    }

    private (double RankSum, double Ties) Merge(double shift)
    {
        double[] values = _canary.Values, before = _canary.Before, otherBefore = _baseline.Before;
        var keys = _baselineKeys;
        double rankSum = 0, ties = _baseline.Ties;
        var j = 0;
        for (var i = 0; i < values.Length;)
        {
            var key = Runs.Key(values[i] - shift);
            var first = i++;

            // Values that differ may be equal once a large shift is subtracted.
            while (i < values.Length && Runs.Key(values[i] - shift) == key)
            {
                i++;
            }

            while (keys[j] < key)
            {
                j++;
            }

            double own = before[i] - before[first], tied = own;
            if (keys[j] == key)
            {
                var others = otherBefore[j + 1] - otherBefore[j];
                tied += others;
                ties -= Cube(others);
            }

            rankSum += own * (before[first] + otherBefore[j] + ((tied + 1) / 2));
            ties += Cube(tied);
        }

        return (rankSum, ties);
    }

    internal static double Cube(double t) => (t * t * t) - t;
}
