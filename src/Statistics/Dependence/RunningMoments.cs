namespace CanaryJudge.Statistics.Dependence;

/// <summary>Mean, variance and lag-one autocorrelation of a series that grows, in O(1) a value.</summary>
/// <remarks>
/// <para>Shapes: one value after the other. Units: those of the values. Memory: six numbers.</para>
/// <para>Method: updates of the deviations around the moving mean; when the mean of k values moves by d, the sum of the products of
/// neighbouring deviations gains d (first + last deviation) + (k - 1) d^2.</para>
/// <para>Error: relative 1e-10 against two passes (measured by RunningMomentsTests); exact for constant values.</para>
/// <para>Source: B. P. Welford, Technometrics 4 (1962) 419-420.</para>
/// </remarks>
public sealed class RunningMoments : IStateful
{
    private int _n;
    private double _mean;
    private double _squares;
    private double _products;
    private double _first;
    private double _last;

    /// <summary>The number of values.</summary>
    public int N => _n;

    /// <summary>Their mean; 0 without values.</summary>
    public double Mean => _mean;

    /// <summary>The sample variance with divisor n - 1; 0 with fewer than two values.</summary>
    public double Variance => _n < 2 ? 0 : _squares / (_n - 1);

    /// <summary>The autocorrelation at lag one, in [-1, 1]; 0 for constant values.</summary>
    public double LagOne => _squares > 0 ? Math.Clamp(_products / _squares, -1, 1) : 0;

    /// <summary>Adds the next value.</summary>
    /// <param name="value">Finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite.</exception>
    public void Add(double value)
    {
        Levels.RequireFinite(value);
        if (_n++ == 0)
        {
            (_mean, _first, _last) = (value, value, value);
            return;
        }

        var move = (value - _mean) / _n;
        var mean = _mean + move;

        // The n - 1 values before have n - 2 products; the deviations are those around the mean before this value.
        _products += (move * (_first - _mean + _last - _mean)) + ((_n - 2) * move * move) + ((value - mean) * (_last - mean));
        _squares += (value - _mean) * (value - mean);
        (_mean, _last) = (mean, value);
    }

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Mark("running-moments 1");
        state.Number(ref _n);
        state.Number(ref _mean);
        state.Number(ref _squares);
        state.Number(ref _products);
        state.Number(ref _first);
        state.Number(ref _last);
    }

    internal void Clear() => (_n, _mean, _squares, _products, _first, _last) = (0, 0, 0, 0, 0, 0);
}
