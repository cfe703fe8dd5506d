namespace CanaryJudge.Statistics.Sequential;

/// <summary>How much higher the canary's event rate is, step by step and stratum by stratum at that one's baseline.</summary>
/// <remarks>
/// <para>Shapes: one bucket after the other, in order of time. Units: events per exposure. O(1) a bucket.</para>
/// <para>Method: the sum over steps and their strata of e_c - n_c e_b / n_b, divided by the canary's exposure; a difference of pooled rates would be
/// biased when weights and rates move together. What has traffic in one arm only is left out.</para>
/// <para>Error: rounding (measured by CountTests). Source: direct standardisation, N. E. Breslow and N. E. Day,
/// Statistical Methods in Cancer Research II (1987), section 2.3.</para>
/// </remarks>
public sealed class StandardisedHarm : IStateful
{
    private readonly ByStratum<EventTotal> _step = new();
    private double _excess;
    private double _expected;
    private double _exposure;

    /// <summary>The canary's rate minus the baseline's; NaN before both arms had traffic in a step.</summary>
    public double Harm => Sums() is (var excess, _, > 0 and var exposure) ? excess / exposure : double.NaN;

    /// <summary>The baseline's rate at the canary's steps; NaN before both arms had traffic in a step.</summary>
    public double BaselineRate => Sums() is (_, var expected, > 0 and var exposure) ? expected / exposure : double.NaN;

    /// <summary>Adds a bucket to the present step.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="stratum">The part of the traffic that it is of; empty: all of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public void Add(EventBucket bucket, string stratum = "")
    {
        bucket.Require();
        _step[stratum].Add(bucket);
    }

    /// <summary>Begins the next step.</summary>
    public void NextStep()
    {
        (_excess, _expected, _exposure) = Sums();
        foreach (var total in _step.All)
        {
            total.Clear();
        }
    }

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Mark("standardised-harm 2");
        state.Number(ref _excess);
        state.Number(ref _expected);
        state.Number(ref _exposure);
        _step.Exchange(state);
    }

    private (double Excess, double Expected, double Exposure) Sums()
    {
        var (excess, expected, exposure) = (_excess, _expected, _exposure);
        foreach (var step in _step.All.Select(total => total.Sum).Where(sum => sum.Compares))
        {
            var alike = step.CanaryExposure * (step.BaselineEvents / step.BaselineExposure);
            (excess, expected, exposure) = (excess + (step.CanaryEvents - alike), expected + alike, exposure + step.CanaryExposure);
        }

        return (excess, expected, exposure);
    }
}
