namespace CanaryJudge.Statistics.Stratified;

/// <summary>The distribution of a sum of independent counts, one per stratum, by convolution.</summary>
/// <remarks>
/// Each count's probabilities start from its mode and go outward by ratios until they are negligible; only positive numbers are added
/// and multiplied, so tails keep their digits: relative 1e-10 from 1 down to 1e-30 (measured by StratifiedExactTests). Below that a
/// tail from which counts were left out is given too large, by less than 1e-38.
/// </remarks>
internal sealed class ConditionalSum
{
    private const double Negligible = 1e-40;

    private readonly double[] _mass;
    private readonly double _first;
    private readonly double _last;
    private readonly double _lost;
    private readonly double _smallest;

    private ConditionalSum(IEnumerable<(double Smallest, double Largest, double Mode, Func<double, double> Up)> counts)
    {
        double[] mass = [1];
        foreach (var (smallest, largest, mode, up) in counts)
        {
            var (own, first) = Mass(smallest, largest, mode, up);
            mass = Convolve(mass, own);
            _first += first;
            _lost += first > smallest || first + own.Length - 1 < largest ? Negligible : 0;
            _smallest += smallest;
            _last += largest;
        }

        _mass = mass;
    }

    /// <summary>The canary's events of all strata when each stratum's events are dealt out at random to all its trials.</summary>
    internal static ConditionalSum OfShares(IReadOnlyList<EventStratum> strata) => new(strata.Select(s =>
    {
        double events = s.Events, nb = s.BaselineTotal, nc = s.CanaryTotal, smallest = Math.Max(0, events - nb), largest = Math.Min(events, nc);
        var mode = Math.Clamp(Math.Floor((events + 1) * ((nc + 1) / (nb + nc + 2))), smallest, largest);
        return (smallest, largest, mode, (Func<double, double>)(x => (events - x) / (x + 1) * ((nc - x) / (nb - events + x + 1))));
    }));

    /// <summary>The canary's events of all strata when the rates have a ratio: binomial in each, given the stratum's events.</summary>
    internal static ConditionalSum OfRates(IReadOnlyList<EventStratum> strata, double ratio) => new(strata.Select(s =>
    {
        double events = s.Events, odds = ratio * (s.CanaryTotal / s.BaselineTotal);
        var mode = Math.Clamp(Math.Floor((events + 1) * (odds / (1 + odds))), 0, events);
        return (0.0, events, mode, (Func<double, double>)(x => (events - x) / (x + 1) * odds));
    }));

    /// <summary>How many multiplications a distribution takes, roughly: the widths are some thirteen standard deviations to each side.</summary>
    internal static double Cost(IReadOnlyList<EventStratum> strata)
    {
        double before = 0, cost = 0;
        foreach (var s in strata)
        {
            var share = s.CanaryTotal / (s.BaselineTotal + s.CanaryTotal);
            var variance = s.Events * share * (1 - share);
            cost += Math.Min(s.Events + 1, 40 + (27 * Math.Sqrt(variance))) * (40 + (27 * Math.Sqrt(before)));
            before += variance;
        }

        return cost;
    }

    internal double AtLeast(double sum) => sum <= _smallest ? 1 : sum > _last ? 0 : Math.Min(1, Sum(sum - _first, _mass.Length) + _lost);

    internal double AtMost(double sum) => sum >= _last ? 1 : sum < _smallest ? 0 : Math.Min(1, Sum(0, sum - _first + 1) + _lost);

    /// <summary>The chance of all sums that are at most as likely as this one, with R's slack.</summary>
    internal double AsRare(double sum)
    {
        var at = sum - _first;
        var limit = (at >= 0 && at < _mass.Length ? _mass[(int)at] : 0) * (1 + 1e-7);
        double all = 0;
        foreach (var mass in _mass)
        {
            all += mass <= limit ? mass : 0;
        }

        return Math.Min(1, all + _lost);
    }

    private double Sum(double from, double end)
    {
        double all = 0;
        for (var k = (int)Math.Max(0, from); k < Math.Min(end, _mass.Length); k++)
        {
            all += _mass[k];
        }

        return all;
    }

    private static (double[] Mass, double First) Mass(double smallest, double largest, double mode, Func<double, double> up)
    {
        List<double> above = [1], below = [];
        for (var x = mode; x < largest && above[^1] > Negligible; x++)
        {
            above.Add(above[^1] * up(x));
        }

        var term = 1.0;
        for (var x = mode; x > smallest && term > Negligible; x--)
        {
            term /= up(x - 1);
            below.Add(term);
        }

        below.Reverse();
        double[] mass = [.. below, .. above];

        // From the small terms to the large ones.
        var total = mass.Order().Sum();
        return (Array.ConvertAll(mass, m => m / total), mode - below.Count);
    }

    private static double[] Convolve(double[] a, double[] b)
    {
        var sum = new double[a.Length + b.Length - 1];
        for (var i = 0; i < a.Length; i++)
        {
            var factor = a[i];
            var row = sum.AsSpan(i, b.Length);
            for (var j = 0; j < row.Length; j++)
            {
                row[j] += factor * b[j];
            }
        }

        return sum;
    }
}
