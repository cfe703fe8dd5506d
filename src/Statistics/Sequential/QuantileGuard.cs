namespace CanaryJudge.Statistics.Sequential;

/// <summary>One tail watched over looks: does the canary have more values beyond the baseline's quantile of the minutes before?</summary>
/// <remarks>
/// <para>Shapes: one bucket after the other. Units: those of the values. O(bins) a bucket.</para>
/// <para>Method: values beyond the threshold (of the canary: beyond it by more than the tolerance) are events out of a total, for
/// <see cref="CountMixture"/> against equal rates with <see cref="BurstGuard"/>.</para>
/// <para>Error: exact for independent values that are alike in both arms, since the threshold comes from the past alone.
/// Source: those of the parts.</para>
/// </remarks>
internal sealed class QuantileGuard(double q, HarmSide side, HarmBound tolerance, double alpha, bool independent) : IStateful
{
    private readonly CountMixture _mixture = new(1);
    private readonly BurstGuard _bursts = new();
    private double _threshold = double.NaN;
    private double _largest;

    /// <summary>Adds a bucket, with the baseline's values of the minutes before it.</summary>
    internal void Add(ArmsHistogram bucket, ArmsHistogram past)
    {
        _threshold = past.BaselineQuantile(side == HarmSide.Increase ? q : Low);
        if (double.IsNaN(_threshold))
        {
            return;
        }

        var allowed = tolerance.At(_threshold);
        double n = bucket.BaselineCount, m = bucket.CanaryCount;
        var events = side == HarmSide.Increase
            ? new EventBucket(n, bucket.BaselineAbove(_threshold), m, bucket.CanaryAbove(_threshold + allowed))
            : new EventBucket(n, Math.Max(0, n - bucket.BaselineAbove(_threshold)), m, Math.Max(0, m - bucket.CanaryAbove(_threshold - allowed)));
        _mixture.Add(events);
        _bursts.Add(events);
    }

    internal GuardEvidence Look()
    {
        var divisor = independent ? 1 : _bursts.Divisor;
        var evidence = _mixture.LogE(divisor);
        _largest = Math.Max(_largest, evidence);
        return new(
            side == HarmSide.Increase ? q : Low,
            _threshold,
            new(evidence, Math.Log(1 / alpha), Math.Min(1, Math.Exp(-_largest))),
            divisor);
    }

    public void Exchange(StateExchange state)
    {
        _mixture.Exchange(state);
        _bursts.Exchange(state);
        state.Number(ref _threshold);
        state.Number(ref _largest);
    }

    // Without the last digits' dirt: the mirror of 0.9 is 0.1.
    private double Low => Math.Round(1 - q, 12);
}
