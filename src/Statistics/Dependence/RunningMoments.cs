namespace CanaryJudge.Statistics.Dependence;

/// <summary>Mean, variance and lag-one autocorrelation of a series that grows, in O(1) a value.</summary>
/// <remarks>
/// <para>Shapes: one value after the other. Units: those of the values. Memory: six numbers.</para>
/// <para>Method: updates of the deviations around the moving mean; when the mean of k values moves by d, the sum of the products of
/// neighbouring deviations gains d (first + last deviation) + (k - 1) d^2.</para>
/// <para>Error: relative 1e-10 against two passes (measured by RunningMomentsTests); exact for constant values.</para>
/// <para>Source: B. P. Welford, Technometrics 4 (1962) 419-420; of several values at a time T. F. Chan, G. H. Golub and R. J. LeVeque,
/// Amer. Statist. 37 (1983) 242-247.</para>
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

    /// <summary>Adds the next values: the moments of these around their own mean, joined to those before.</summary>
    /// <param name="values">Finite.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite; nothing was added.</exception>
    public void Add(ReadOnlySpan<double> values)
    {
        Samples.RequireFinite(values);
        if (values.Length > 1 && Of(values) is { } own)
        {
            Join(own);
            return;
        }

        foreach (var value in values)
        {
            Add(value);
        }
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

    /// <summary>The moments of values around their own mean; null where sums overflow, as near the largest double, though the mean does not.</summary>
    private static RunningMoments? Of(ReadOnlySpan<double> values)
    {
        double origin = values[0], sum = 0;
        foreach (var value in values)
        {
            sum += value - origin;
        }

        // A mean that is a little off changes the squares by the square of that.
        var mean = origin + (sum / values.Length);
        double squares = 0, products = 0, rest = 0, before = 0;
        foreach (var value in values)
        {
            var deviation = value - mean;
            squares += deviation * deviation;
            products += before * deviation;
            rest += deviation;
            before = deviation;
        }

        return !double.IsFinite(sum) || !double.IsFinite(squares + (rest * rest)) ? null : new()
        {
            _n = values.Length,
            _mean = mean,
            _squares = Math.Max(0, squares - (rest * rest / values.Length)),
            _products = products,
            _first = origin,
            _last = values[^1],
        };
    }

    private void Join(RunningMoments next)
    {
        if (_n == 0)
        {
            (_n, _mean, _squares, _products, _first, _last) = (next._n, next._mean, next._squares, next._products, next._first, next._last);
            return;
        }

        var joint = _mean + ((next._mean - _mean) * next._n / ((double)_n + next._n));
        _products = ProductsAround(joint) + ((_last - joint) * (next._first - joint)) + next.ProductsAround(joint);
        _squares = SquaresAround(joint) + next.SquaresAround(joint);
        (_n, _mean, _last) = (_n + next._n, joint, next._last);
    }

    private double SquaresAround(double mean) => _squares + (_n * (_mean - mean) * (_mean - mean));

    private double ProductsAround(double mean) => _products + ((mean - _mean) * (_first - _mean + _last - _mean)) + ((_n - 1) * (_mean - mean) * (_mean - mean));
}
