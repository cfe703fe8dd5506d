using CanaryJudge.Statistics.Sequential;

namespace CanaryJudge.Statistics.Stratified;

/// <summary>Do events come in bursts, inside strata or in all of them at once?</summary>
/// <remarks>
/// <para>Shapes: S strata of intervals with events and exposure of both arms. Units: none; 1 means independent events.</para>
/// <para>Method: <see cref="Dispersion.OneLook"/>, with each stratum's own rate ratio, taken twice: over all intervals of all strata, and
/// over the sums of the misses of all strata in one interval, which a bad minute moves together. Each has its own threshold; the larger
/// divisor counts. One stratum: the same as Dispersion.OneLook.</para>
/// <para>Error: as there. Source: P. McCullagh and J. A. Nelder, Generalized Linear Models (1989), section 4.5.</para>
/// </remarks>
public static class StratifiedDispersion
{
    /// <summary>The dispersion and the number by which counts are divided to account for it.</summary>
    /// <param name="strata">At least one.</param>
    /// <returns>The dispersion (NaN with fewer than two intervals that hold events), the divisor, and how many intervals of how
    /// many strata held events.</returns>
    /// <exception cref="ArgumentException">There is no stratum, lengths differ, or a value is negative or not finite.</exception>
    public static (double Dispersion, double Divisor, int Buckets) OneLook(IReadOnlyList<EventStratumBuckets> strata)
    {
        Strata.RequireAny(strata.Count, nameof(strata));
        var single = new Scatter();
        var together = new SortedDictionary<long, (double Miss, double Variance, double Excess)>();
        foreach (var (intervals, eb, tb, ec, tc) in strata)
        {
            EventBuckets.Require(eb, tb, ec, tc);
            var ratio = Dispersion.WholeRatio(eb, tb, ec, tc);
            var held = 0;
            for (var k = 0; k < ec.Length; k++)
            {
                var events = eb[k] + ec[k];
                if (events > 0 && tb[k] > 0 && tc[k] > 0)
                {
                    var share = EventBuckets.CanaryShare(tb[k], tc[k], ratio);
                    double variance = events * share * (1 - share), miss = ec[k] - (events * share), excess = variance * (1 - (6 * share * (1 - share)));
                    single.Add(miss, variance, excess);
                    var sum = together.GetValueOrDefault(intervals[k]);
                    together[intervals[k]] = (sum.Miss + miss, sum.Variance + variance, sum.Excess + excess);
                    held++;
                }
            }

            // Each stratum's ratio was fitted to it.
            single.Fitted += held > 0 ? 1 : 0;
        }

        var all = new Scatter { Fitted = 1 };
        foreach (var (miss, variance, excess) in together.Values)
        {
            all.Add(miss, variance, excess);
        }

        var (one, two) = (single.Measure(), all.Measure());
        return one.Divisor >= two.Divisor && !double.IsNaN(one.Dispersion) ? (one.Dispersion, one.Divisor, single.Count) : (two.Dispersion, two.Divisor, single.Count);
    }

    /// <summary>Squared standardised misses, and by how much their variance exceeds that of a normal's square.</summary>
    private sealed class Scatter
    {
        private double _squares;
        private double _excess;

        internal int Count { get; private set; }

        internal int Fitted { get; set; }

        /// <param name="miss">Events less what was expected.</param>
        /// <param name="variance">Of the miss.</param>
        /// <param name="excess">Its fourth cumulant.</param>
        internal void Add(double miss, double variance, double excess)
        {
            _squares += miss * miss / variance;
            _excess += excess / (variance * variance);
            Count++;
        }

        internal (double Dispersion, double Divisor) Measure()
        {
            double free = Count - Fitted;
            var dispersion = free < 1 ? double.NaN : _squares / free;
            var scatter = 2 + Math.Max(0, _excess / Math.Max(1, Count));
            return (dispersion, dispersion > 1 + (2 * Math.Sqrt(scatter / free)) ? dispersion : 1);
        }
    }
}
