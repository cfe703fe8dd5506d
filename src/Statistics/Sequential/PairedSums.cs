using CanaryJudge.Statistics.Dependence;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>A paired series that grows: both time scales in O(1) a bucket.</summary>
/// <remarks>
/// <para>Shapes: one value after the other. Units: those of the series. Memory: the last five values and six sets of moments.</para>
/// <para>Method: groups of five are aligned to the newest bucket, so each of the five alignments keeps its own moments: the alignment
/// that ends at the newest bucket gains one group, the other four wait. Its oldest remainder never entered.</para>
/// <para>Error: relative 1e-10 against recomputation (measured by PairedSumsTests). Source: as <see cref="PairedSeries"/>.</para>
/// </remarks>
public sealed class PairedSums : IStateful
{
    internal const int Group = 5;
    private readonly RunningMoments _fine = new();
    private readonly RunningMoments[] _coarse = [.. Enumerable.Range(0, Group).Select(_ => new RunningMoments())];
    private readonly double[] _newest = new double[Group];

    /// <summary>The number of values.</summary>
    public int N => _fine.N;

    /// <summary>Adds the next value.</summary>
    /// <param name="value">Finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite.</exception>
    public void Add(double value)
    {
        _fine.Add(value);
        _newest[(N - 1) % Group] = value;
        if (N >= Group)
        {
            // In order of time, so that the sum has the digits of one over the series itself.
            Span<double> group = stackalloc double[Group];
            for (var i = 0; i < Group; i++)
            {
                group[i] = _newest[(N + i) % Group];
            }

            _coarse[N % Group].Add(Samples.Mean(group));
        }
    }

    /// <summary>Judges the mean of the series.</summary>
    /// <param name="mode">Which autocorrelation the fine scale uses.</param>
    /// <param name="historyPhi">The autocorrelation of the baseline's history, from 0 to 0.95; used by that mode only.</param>
    /// <param name="twoScales">Whether the scale of five buckets is used too; it needs ten buckets.</param>
    /// <returns>The look.</returns>
    /// <exception cref="InvalidOperationException">The series is empty.</exception>
    public PairedLook Look(PhiMode mode, double historyPhi, bool twoScales)
    {
        if (N == 0)
        {
            throw new InvalidOperationException("At least one bucket is needed; there is none.");
        }

        Levels.RequireShare(historyPhi);
        return PairedLook.Of(_fine, _coarse[N % Group], mode, historyPhi, twoScales);
    }

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Mark("paired-sums 1");
        _fine.Exchange(state);
        foreach (var moments in _coarse)
        {
            moments.Exchange(state);
        }

        for (var i = 0; i < Group; i++)
        {
            state.Number(ref _newest[i]);
        }
    }

    internal void Clear()
    {
        _fine.Clear();
        Array.ForEach(_coarse, moments => moments.Clear());
    }
}
