using CanaryJudge.Statistics.Effects;
using CanaryJudge.Statistics.Special;

namespace CanaryJudge.Statistics.Stratified;

/// <summary>Weighted order statistics of the pairs inside strata, without forming the pairs.</summary>
/// <remarks>
/// <para>Shapes: S strata of sorted arms, a weight above or at 0 for the pairs of each. Units: those of the pairing.</para>
/// <para>Method: one pass with two pointers over each stratum gives the weight at or below a pivot and the pairs next to it on both
/// sides, so a bracket always ends at pairs and each pass narrows it by at least one. Pivots come by interpolation of the weight,
/// and by halving the ordered 64-bit representation where that stalls: no tolerance on any scale.</para>
/// <para>Error: none, the pairs' numbers are returned bit for bit (measured by StratifiedShiftTests against all pairs).</para>
/// <para>Cost: O(n + m) a pass, about 40 passes for a shift with both ends. Source: D. B. Johnson and T. Mizoguchi, SIAM J. Comput. 7
/// (1978) 147-153, with weights.</para>
/// </remarks>
internal sealed class StratifiedPairs<TPairing>
    where TPairing : struct, IPairing
{
    private readonly IReadOnlyList<SampleStratum> _strata;
    private readonly double[] _weights;
    private readonly CancellationToken _cancellation;

    internal StratifiedPairs(IReadOnlyList<SampleStratum> strata, double[] weights, CancellationToken cancellation)
    {
        (_strata, _weights, _cancellation) = (strata, weights, cancellation);
        for (var s = 0; s < weights.Length; s++)
        {
            Total += weights[s] * ((double)strata[s].Baseline.Length * strata[s].Canary.Length);
        }
    }

    /// <summary>The weight of all pairs.</summary>
    internal double Total { get; }

    /// <summary>For each weight the smallest pair at or below which there is that much.</summary>
    /// <param name="weights">Above 0, at most the total.</param>
    internal double[] Select(params double[] weights)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (var s = 0; s < _weights.Length; s++)
        {
            if (_weights[s] > 0)
            {
                low = Math.Min(low, TPairing.Of(_strata[s].Canary[0], _strata[s].Baseline[^1]));
                high = Math.Max(high, TPairing.Of(_strata[s].Canary[^1], _strata[s].Baseline[0]));
            }
        }

        var brackets = Array.ConvertAll(weights, w => new Bracket(w, low, high, Total));
        foreach (var bracket in brackets)
        {
            while (bracket.Next < bracket.High)
            {
                var pivot = bracket.Pivot();
                var seen = At(pivot);
                foreach (var each in brackets)
                {
                    each.Narrow(pivot, seen);
                }
            }
        }

        // Adding zero turns a negative zero into zero and leaves every other number alone.
        return Array.ConvertAll(brackets, b => b.High + 0.0);
    }

    /// <summary>U - n m / 2 of each stratum when the canary is moved back by a shift.</summary>
    internal double[] Deviations(double shift)
    {
        var deviations = new double[_strata.Count];
        for (var s = 0; s < deviations.Length; s++)
        {
            var pairs = (double)_strata[s].Baseline.Length * _strata[s].Canary.Length;
            double below = double.NegativeInfinity, above = double.PositiveInfinity;
            double most = Count(_strata[s], shift, ref below, ref above), less = below < shift ? most : Count(_strata[s], Math.BitDecrement(shift), ref below, ref above);
            deviations[s] = (pairs / 2) - ((most + less) / 2);
        }

        return deviations;
    }

    private Pass At(double pivot)
    {
        _cancellation.ThrowIfCancellationRequested();
        double weight = 0, below = double.NegativeInfinity, above = double.PositiveInfinity;
        for (var s = 0; s < _weights.Length; s++)
        {
            weight += _weights[s] > 0 ? _weights[s] * Count(_strata[s], pivot, ref below, ref above) : 0;
        }

        return new(weight, below, above);
    }

    /// <summary>How many pairs are at or below the pivot; keeps the largest of these and the smallest above.</summary>
    private static long Count(SampleStratum stratum, double pivot, ref double below, ref double above)
    {
        var baseline = stratum.Baseline;
        long most = 0;
        var j = 0;
        foreach (var canary in stratum.Canary)
        {
            while (j < baseline.Length && TPairing.Of(canary, baseline[j]) > pivot)
            {
                j++;
            }

            above = j > 0 ? Math.Min(above, TPairing.Of(canary, baseline[j - 1])) : above;
            below = j < baseline.Length ? Math.Max(below, TPairing.Of(canary, baseline[j])) : below;
            most += baseline.Length - j;
        }

        return most;
    }

    /// <summary>What a pass over all strata saw at a pivot.</summary>
    /// <param name="Weight">At or below it.</param>
    /// <param name="Below">The largest pair at or below it.</param>
    /// <param name="Above">The smallest pair above it.</param>
    private readonly record struct Pass(double Weight, double Below, double Above);

    /// <summary>Where one answer lies: from Next to High, both pairs.</summary>
    private sealed class Bracket(double wanted, double low, double high, double total)
    {
        private double _weightBelow;
        private double _weightAtHigh = total;
        private double _gap = total;
        private int _passes;
        private bool _stalled;

        internal double Next { get; private set; } = low;

        internal double High { get; private set; } = high;

        /// <summary>From Next to before High.</summary>
        internal double Pivot()
        {
            var pivot = Bisection.Between(Next, High);
            var width = High - Next;
            if (!_stalled && double.IsFinite(width))
            {
                // A little to either side in turn, so that both ends close in.
                var share = (wanted - _weightBelow) / (_weightAtHigh - _weightBelow);
                pivot = Next + (width * Math.Clamp(share + (_passes % 2 == 0 ? 0.02 : -0.02), 0, 1));
            }

            _passes++;
            return Math.Clamp(pivot, Next, Math.BitDecrement(High));
        }

        internal void Narrow(double pivot, Pass seen)
        {
            if (Next >= High || pivot < Next || pivot >= High)
            {
                return;
            }

            if (seen.Weight >= wanted)
            {
                (High, _weightAtHigh) = (seen.Below, seen.Weight);
            }
            else
            {
                (Next, _weightBelow) = (seen.Above, seen.Weight);
            }

            var gap = _weightAtHigh - _weightBelow;
            _stalled = !_stalled && gap > _gap / 2;
            _gap = gap;
        }
    }
}
