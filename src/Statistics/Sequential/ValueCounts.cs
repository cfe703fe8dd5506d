namespace CanaryJudge.Statistics.Sequential;

/// <summary>The values of one arm as counts, for its quantiles. Memory is bounded however many there are.</summary>
/// <remarks>
/// <para>Shapes: one value or one histogram after the other. Units: those of the values. O(log n) a value.</para>
/// <para>Method: the bins of <see cref="Effects.SlicedBins"/>, or the edges received. Error: the bin's width, up to 0.8 % of the value.
/// Source: as there.</para>
/// </remarks>
public sealed class ValueCounts : IStateful
{
    private ArmsHistogram _counts = new();

    /// <summary>Adds a value.</summary>
    /// <param name="value">Finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite.</exception>
    public void Add(double value) => _counts.AddBaseline(value);

    /// <summary>Adds counts; with other edges than before it begins anew.</summary>
    /// <param name="edges">Ascending, one more than counts; only the outer two may be infinite.</param>
    /// <param name="counts">At least 0.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void Add(double[] edges, double[] counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var more = new ArmsHistogram(edges, counts, new double[counts.Length]);
        if (_counts.HasEdgesOf(more))
        {
            _counts.Merge(more);
        }
        else
        {
            _counts = more;
        }
    }

    /// <summary>A quantile, linear inside bins; NaN without values.</summary>
    /// <param name="q">In [0, 1].</param>
    /// <returns>In the unit of the values.</returns>
    public double Quantile(double q)
    {
        Levels.RequireShare(q);
        return _counts.BaselineQuantile(q);
    }

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Mark("value-counts 1");
        _counts.Exchange(state);
    }
}
