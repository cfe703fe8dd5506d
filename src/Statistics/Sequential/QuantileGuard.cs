using CanaryJudge.Statistics.Effects;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>One tail watched over looks: does the canary have more values beyond the baseline's quantile of the minutes before?</summary>
/// <remarks>
/// <para>Shapes: one bucket after the other. Units: those of the values. O(bins) a bucket.</para>
/// <para>Method: values beyond the threshold (of the canary: beyond it by more than the tolerance) are events out of a total, for
/// <see cref="CountMixture"/> against equal rates with <see cref="BurstGuard"/>. Each stratum has a threshold of its own.</para>
/// <para>Error: exact for independent values that are alike in both arms, since the threshold comes from the past alone.
/// Source: those of the parts.</para>
/// </remarks>
internal sealed class QuantileGuard(double q, HarmSide side, HarmBound tolerance, double alpha, bool independent) : IStateful
{
    private readonly CountMixture _mixture = new(1);
    private readonly BurstGuard _bursts = new();
    private double _threshold = double.NaN;
    private double _largest;

    /// <summary>Adds a bucket's strata, each with the baseline's values of the minutes before it.</summary>
    internal void Add(IReadOnlyList<(ArmsHistogram Values, ArmsHistogram Past)> strata)
    {
        var events = new List<EventBucket>(strata.Count);
        double seen = 0, mean = 0;
        foreach (var (values, past) in strata)
        {
            var threshold = past.BaselineQuantile(side == HarmSide.Increase ? q : Low);
            if (!double.IsNaN(threshold))
            {
                events.Add(Beyond(values, threshold));
                seen += past.BaselineCount;
                mean = Within.At(mean, threshold, past.BaselineCount / seen);
            }
        }

        _threshold = events.Count > 0 ? mean : double.NaN;
        events.ForEach(_mixture.Add);
        _bursts.AddStrata([.. events]);
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

    private EventBucket Beyond(ArmsHistogram values, double threshold)
    {
        var allowed = tolerance.At(threshold);
        double n = values.BaselineCount, m = values.CanaryCount;
        return side == HarmSide.Increase
            ? new(n, values.BaselineAbove(threshold), m, values.CanaryAbove(threshold + allowed))
            : new(n, Math.Max(0, n - values.BaselineAbove(threshold)), m, Math.Max(0, m - values.CanaryAbove(threshold - allowed)));
    }

    // Without the last digits' dirt: the mirror of 0.9 is 0.1.
    private double Low => Math.Round(1 - q, 12);
}
