using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>The ratio of the event rates with ends that hold at every look.</summary>
/// <remarks>
/// <para>Shapes: one bucket after the other. Units: none. Memory: at most 256 groups of buckets with (nearly) one split; O(log n) a
/// bucket, computed only when asked for.</para>
/// <para>Method: the likelihood of the canary's events given each bucket's sum, averaged over 121 log ratios around 1; the interval
/// holds every ratio whose likelihood is not alpha times smaller than the average.</para>
/// <para>Error: exact for independent events; 1e-9 against an independent program; joining near splits moves the ends by less than 1e-4
/// relative (both measured by CountTests). Source: H. Robbins, Ann. Math. Statist. 41 (1970) 1397-1409.</para>
/// </remarks>
public sealed class RatioSequence : IStateful
{
    private const int MostGroups = 256;
    private const double Reach = 40;
    private static readonly double[] LogRatio = [.. Enumerable.Range(-CountMixture.Grid, (2 * CountMixture.Grid) + 1).Select(j => j * CountMixture.Spacing)];
    private static readonly double[] LogWeight = LogSum.NormalWeights(LogRatio, CountMixture.Spread);

    // Groups by the canary's share at equal rates, ascending, and their events.
    private double[] _share = [];
    private double[] _events = [];
    private double _canary;
    private double _baseline;

    /// <summary>Adds a bucket; one without events or with traffic in one arm only moves nothing.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public void Add(EventBucket bucket)
    {
        bucket.Require();
        if (!bucket.Compares || bucket.Events == 0)
        {
            return;
        }

        _canary += bucket.CanaryEvents;
        _baseline += bucket.BaselineEvents;
        var share = bucket.CanaryShare(1);
        var at = Array.BinarySearch(_share, share);
        if (at >= 0)
        {
            _events[at] += bucket.Events;
            return;
        }

        _share = [.. _share.AsSpan(0, ~at), share, .. _share.AsSpan(~at)];
        _events = [.. _events.AsSpan(0, ~at), bucket.Events, .. _events.AsSpan(~at)];
        if (_share.Length > MostGroups)
        {
            JoinClosest();
        }
    }

    /// <summary>The ratio with its ends.</summary>
    /// <param name="alpha">How often the interval may miss at any look, between 0 and 1.</param>
    /// <param name="divisor">The dispersion that is accounted for, at least 1; 1 for independent events.</param>
    /// <returns>The estimate is infinite without baseline events, the lower end 0 without canary events; (NaN, 0, infinity) without any.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Interval Interval(double alpha, double divisor)
    {
        Levels.RequireOpenShare(alpha);
        Levels.RequireFinite(divisor);
        ArgumentOutOfRangeException.ThrowIfLessThan(divisor, 1);
        if (_canary + _baseline == 0)
        {
            return new(double.NaN, 0, double.PositiveInfinity);
        }

        Span<double> terms = stackalloc double[LogRatio.Length];
        for (var j = 0; j < terms.Length; j++)
        {
            terms[j] = LogWeight[j] + (LogLikelihood(LogRatio[j]) / divisor);
        }

        var floor = LogSum.Of(terms) + Math.Log(alpha);
        var top = _canary == 0 ? -Reach : _baseline == 0 ? Reach : Bisection.LastTrue(-Reach, Reach, x => Slope(x) > 0);
        bool Outside(double x) => LogLikelihood(x) / divisor <= floor;
        var lower = _canary == 0 ? 0 : Math.Exp(Bisection.LastTrue(-Reach, top, Outside));
        var upper = _baseline == 0 ? double.PositiveInfinity : Math.Exp(Bisection.LastTrue(top, Reach, x => !Outside(x)));
        return new(_canary == 0 ? 0 : _baseline == 0 ? double.PositiveInfinity : Math.Exp(top), lower, upper);
    }

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Mark("ratio-sequence 1");
        state.Number(ref _canary);
        state.Number(ref _baseline);
        state.Numbers(ref _share);
        state.Numbers(ref _events);
        if (_share.Length != _events.Length)
        {
            throw new FormatException("The state of the ratio has lost a part of its groups.");
        }
    }

    private double LogLikelihood(double x)
    {
        double sum = x * _canary, growth = Math.Exp(x) - 1;
        for (var i = 0; i < _share.Length; i++)
        {
            sum -= _events[i] * Loader.Log1P(_share[i] * growth);
        }

        return sum;
    }

    private double Slope(double x)
    {
        double slope = _canary, growth = Math.Exp(x);
        for (var i = 0; i < _share.Length; i++)
        {
            slope -= _events[i] * _share[i] * growth / (1 + (_share[i] * (growth - 1)));
        }

        return slope;
    }

    /// <summary>Joins the two neighbours whose difference carries least: their share becomes the mean, weighted by events.</summary>
    private void JoinClosest()
    {
        var best = 0;
        var least = double.PositiveInfinity;
        for (var i = 0; i + 1 < _share.Length; i++)
        {
            var gap = _share[i + 1] - _share[i];
            var cost = _events[i] * _events[i + 1] / (_events[i] + _events[i + 1]) * gap * gap;
            if (cost < least)
            {
                (best, least) = (i, cost);
            }
        }

        var events = _events[best] + _events[best + 1];
        _share[best] = ((_events[best] * _share[best]) + (_events[best + 1] * _share[best + 1])) / events;
        _events[best] = events;
        _share = [.. _share.AsSpan(0, best + 1), .. _share.AsSpan(best + 2)];
        _events = [.. _events.AsSpan(0, best + 1), .. _events.AsSpan(best + 2)];
    }
}
