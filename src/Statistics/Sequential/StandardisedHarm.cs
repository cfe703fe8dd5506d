namespace CanaryJudge.Statistics.Sequential;

/// <summary>How much higher the canary's event rate is, step by step at that step's baseline.</summary>
/// <remarks>
/// <para>Shapes: one bucket after the other, in order of time. Units: events per exposure. O(1) a bucket.</para>
/// <para>Method: the sum over steps of e_c - n_c e_b / n_b, divided by the canary's exposure; a difference of pooled rates would be
/// biased when weights and rates move together. Steps with traffic in one arm only are left out.</para>
/// <para>Error: rounding (measured by CountTests). Source: direct standardisation, N. E. Breslow and N. E. Day,
/// Statistical Methods in Cancer Research II (1987), section 2.3.</para>
/// </remarks>
public sealed class StandardisedHarm : IStateful
{
    private double _excess;
    private double _expected;
    private double _exposure;
    private EventBucket _step;

    /// <summary>The canary's rate minus the baseline's; NaN before both arms had traffic in a step.</summary>
    public double Harm => Rate(_excess, _step.CanaryEvents - Expected(_step));

    /// <summary>The baseline's rate at the canary's steps; NaN before both arms had traffic in a step.</summary>
    public double BaselineRate => Rate(_expected, Expected(_step));

    /// <summary>Adds a bucket to the present step.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public void Add(EventBucket bucket)
    {
        bucket.Require();
        _step = _step.Plus(bucket);
    }

    /// <summary>Begins the next step.</summary>
    public void NextStep()
    {
        if (_step.Compares)
        {
            _excess += _step.CanaryEvents - Expected(_step);
            _expected += Expected(_step);
            _exposure += _step.CanaryExposure;
        }

        _step = default;
    }

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Mark("standardised-harm 1");
        state.Number(ref _excess);
        state.Number(ref _expected);
        state.Number(ref _exposure);
        EventBucket.Exchange(state, ref _step);
    }

    private double Rate(double closed, double open) =>
        _step.Compares ? (closed + open) / (_exposure + _step.CanaryExposure) : _exposure > 0 ? closed / _exposure : double.NaN;

    private static double Expected(EventBucket step) => step.Compares ? step.CanaryExposure * (step.BaselineEvents / step.BaselineExposure) : 0;
}
