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

    /// <summary>Adds values.</summary>
    /// <param name="values">Finite, in any order.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite.</exception>
    public void Add(ReadOnlySpan<double> values) => _counts.AddBaseline(values);

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

    /// <summary>How many values there are.</summary>
    public double Count => _counts.BaselineCount;

    /// <summary>A quantile of several counts together, each weighted; linear inside bins, NaN without values.</summary>
    /// <param name="q">In [0, 1].</param>
    /// <param name="parts">Counts with what one of their values weighs, above 0; those with other edges than the first are left out.</param>
    /// <returns>In the unit of the values.</returns>
    public static double Quantile(double q, IEnumerable<(ValueCounts Counts, double Weight)> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Levels.RequireShare(q);
        (ValueCounts Counts, double Weight)[] listed = [.. parts];
        if (listed is [var (only, _)])
        {
            return only.Quantile(q);
        }

        var all = new ArmsHistogram();
        foreach (var (counts, weight) in listed.Where(part => all.HasEdgesOf(part.Counts._counts)))
        {
            Levels.RequirePositive(weight, nameof(parts));
            all.Merge(counts._counts, weight: weight);
        }

        return all.BaselineQuantile(q);
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
