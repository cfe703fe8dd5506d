namespace CanaryJudge.Statistics.Sequential;

/// <summary>The difference of pooled mid-ranks of paired values that keep coming.</summary>
/// <remarks>
/// <para>Shapes: one pair after the other. Units: share of the pooled ranks. Cost: O(n log n) a look up to 1,024 pairs, O(log n) after.</para>
/// <para>Method: up to 1,024 pairs all ranks are taken anew at every look, as in a single one. From then on those pairs are the
/// reference: a later value's rank is its place among them, a fixed function of the value, and the series goes on in O(1).</para>
/// <para>Error: none up to 1,024 pairs. Source: as <see cref="PairedSeries"/>.</para>
/// </remarks>
internal sealed class RankedPairs(double offset) : IStateful
{
    internal const int MostRanked = 1_024;
    private readonly PairedSums _sums = new();
    private double[] _baseline = [];
    private double[] _canary = [];
    private double[] _reference = [];
    private int _n;
    private PairedLook? _look;

    /// <summary>Adds a pair; the offset is taken from the value that would be larger under harm.</summary>
    internal void Add(double baseline, double canary)
    {
        _look = null;
        var moved = canary - offset;
        if (_reference.Length > 0)
        {
            _sums.Add(Place(moved) - Place(baseline));
            return;
        }

        if (_n == _baseline.Length)
        {
            var room = Math.Min(MostRanked, Math.Max(64, 2 * _n));
            Array.Resize(ref _baseline, room);
            Array.Resize(ref _canary, room);
        }

        (_baseline[_n], _canary[_n]) = (baseline, moved);
        if (++_n == MostRanked)
        {
            Array.ForEach(PairedSeries.RankDifference(_baseline, _canary), _sums.Add);
            _reference = Samples.Sorted([.. _baseline, .. _canary]);
            (_baseline, _canary, _n) = ([], [], 0);
        }
    }

    internal PairedLook Look() => _look ??= _reference.Length > 0
        ? _sums.Look(PhiMode.Strict, 0, twoScales: true)
        : PairedSeries.Look(PairedSeries.RankDifference(_baseline.AsSpan(0, _n), _canary.AsSpan(0, _n)), strict: true, twoScales: true);

    public void Exchange(StateExchange state)
    {
        double[] baseline = _baseline[.._n], canary = _canary[.._n];
        state.Numbers(ref baseline);
        state.Numbers(ref canary);
        state.Numbers(ref _reference);
        _sums.Exchange(state);
        if (baseline.Length != canary.Length)
        {
            throw new FormatException("The state of the ranks has lost values of one arm.");
        }

        (_baseline, _canary, _n, _look) = (baseline, canary, baseline.Length, null);
    }

    /// <summary>The share of the reference below a value, ties counted half.</summary>
    private double Place(double value)
    {
        double below = Below(value), upTo = Below(Math.BitIncrement(value));
        return (below + upTo) / (2 * _reference.Length);
    }

    private int Below(double value)
    {
        int low = 0, high = _reference.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _reference[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
