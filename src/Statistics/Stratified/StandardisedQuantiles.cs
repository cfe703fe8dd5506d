namespace CanaryJudge.Statistics.Stratified;

/// <summary>Quantiles of both arms when the baseline has the canary's mix of strata.</summary>
/// <remarks>
/// <para>Shapes: S strata of n and m ascending values. Units: those of the values.</para>
/// <para>Method: every baseline value counts m / n of its stratum, every canary value one. The quantile is linear between values at
/// the middle of their weights, which is type 7 where all weigh alike. Its interval: the weighted share below is worth F (1 - F) over
/// its variance, sum of (W squared F_s (1 - F_s) / n), independent values; the ends are where the weighted share reaches those of the order
/// statistics that <see cref="Quantiles.Interval"/> takes for so many. Difference and ratio combine the arms by MOVER.</para>
/// <para>Error: each end errs about as often as its level (measured by StandardisedQuantilesTests). One stratum: <see cref="Quantiles"/>.</para>
/// <para>Source: R. S. Woodruff, J. Amer. Statist. Assoc. 47 (1952) 635-646; effective size by E. L. Korn and B. I. Graubard, Survey
/// Methodology 24 (1998) 193-201; G. Y. Zou and A. Donner, Statist. Med. 27 (2008) 1693-1702.</para>
/// </remarks>
public sealed class StandardisedQuantiles
{
    private const double Slack = 1e-12;

    private readonly IReadOnlyList<SampleStratum> _strata;
    private readonly double[] _baseline;
    private readonly double[] _cumulated;
    private readonly double[] _weights;
    private readonly double[] _canary;

    /// <summary>Sorts both arms over all strata. O(N log N).</summary>
    /// <param name="strata">At least one.</param>
    /// <exception cref="ArgumentException">There is no stratum, or an arm is empty, not finite or not ascending.</exception>
    public StandardisedQuantiles(IReadOnlyList<SampleStratum> strata)
    {
        SampleStratum.Require(strata);
        _strata = strata;
        _canary = [.. strata.SelectMany(s => s.Canary)];
        Array.Sort(_canary);
        _baseline = [.. strata.SelectMany(s => s.Baseline)];
        _weights = new double[_baseline.Length];
        var at = 0;
        foreach (var (b, c) in strata)
        {
            _weights.AsSpan(at, b.Length).Fill((double)c.Length / b.Length);
            at += b.Length;
        }

        Array.Sort(_baseline, _weights);
        _cumulated = new double[_weights.Length];
        double sum = 0;
        for (var i = 0; i < _weights.Length; i++)
        {
            _cumulated[i] = sum += _weights[i];
        }
    }

    /// <summary>The baseline's quantile in the canary's mix.</summary>
    /// <param name="q">The share below, from 0 to 1.</param>
    public double Baseline(double q)
    {
        Levels.RequireShare(q);
        double first = _weights[0] / 2, last = _weights[^1] / 2, wanted = first + (q * (_cumulated[^1] - first - last));
        double Middle(int i) => _cumulated[i] - (_weights[i] / 2);
        int low = 0, high = _baseline.Length - 1;
        while (low + 1 < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = Middle(middle) <= wanted ? (middle, high) : (low, middle);
        }

        var share = high == low ? 0 : Math.Clamp((wanted - Middle(low)) / (Middle(high) - Middle(low)), 0, 1);
        return _baseline[low] + (share * (_baseline[high] - _baseline[low]));
    }

    /// <summary>The canary's quantile.</summary>
    /// <param name="q">The share below, from 0 to 1.</param>
    public double Canary(double q) => Quantiles.Of(_canary, q);

    /// <summary>Canary quantile minus the baseline's in the canary's mix.</summary>
    /// <param name="q">The share below, from 0 to 1.</param>
    /// <param name="endLevel">How often each end may err; above 0, at most 0.5.</param>
    /// <returns>The difference; an end is infinite when an arm is too small for it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">q or the level is outside its range.</exception>
    public Interval Difference(double q, double endLevel) => Quantiles.Recover(BaselineInterval(q, endLevel), Quantiles.Interval(_canary, q, endLevel));

    /// <summary>Canary quantile divided by the baseline's in the canary's mix, for positive values.</summary>
    /// <param name="q">The share below, from 0 to 1.</param>
    /// <param name="endLevel">How often each end may err; above 0, at most 0.5.</param>
    /// <returns>The ratio; the ends are 0 and positive infinity when an arm is too small for them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">q or the level is outside its range, or a value is not above 0.</exception>
    public Interval Ratio(double q, double endLevel)
    {
        Levels.RequirePositive(_baseline[0], nameof(q));
        Levels.RequirePositive(_canary[0], nameof(q));
        return Quantiles.RecoverRatio(BaselineInterval(q, endLevel), Quantiles.Interval(_canary, q, endLevel));
    }

    private Interval BaselineInterval(double q, double endLevel)
    {
        var estimate = Baseline(q);
        var n = EffectiveSize(estimate);
        var (lower, upper) = Quantiles.RanksOfEnds(n, q, endLevel);
        return new(
            estimate,
            lower == 0 ? double.NegativeInfinity : Math.Min(estimate, AtShare((double)lower / n)),
            upper == n + 1 ? double.PositiveInfinity : Math.Max(estimate, AtShare((double)upper / n)));
    }

    /// <summary>The smallest value at or below which there is a share of the weight.</summary>
    private double AtShare(double share)
    {
        var wanted = share * _cumulated[^1] * (1 - Slack);
        var at = Array.BinarySearch(_cumulated, wanted);
        return _baseline[Math.Min(at < 0 ? ~at : at, _baseline.Length - 1)];
    }

    private int EffectiveSize(double threshold)
    {
        double all = _canary.Length, share = 0, variance = 0, least = 0;
        foreach (var (b, c) in _strata)
        {
            double weight = c.Length / all, n = b.Length, below = Quantiles.CountUpTo(b, threshold) / n;
            share += weight * below;
            variance += weight * weight * below * (1 - below) / n;
            least += weight * weight / n;
        }

        var size = share is > 0 and < 1 && variance > 0 ? share * (1 - share) / variance : 1 / least;
        return (int)Math.Clamp(size * (1 + Slack), 1, _baseline.Length);
    }
}
