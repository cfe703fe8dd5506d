namespace CanaryJudge.Judging.Preparing;

/// <summary>Points paired by time inside strata, on one clock.</summary>
/// <param name="Strata">Each with at least one pair.</param>
internal sealed record PairedStrata(IReadOnlyList<PairedStratum> Strata)
{
    /// <summary>Makes one series of paired values of one stratum.</summary>
    internal delegate double[] Pairing(ReadOnlySpan<double> baseline, ReadOnlySpan<double> canary);

    /// <summary>The number of strata.</summary>
    public int Count => Strata.Count;

    /// <summary>The baseline's values of all pairs.</summary>
    public double[] Baseline { get; } = Strata is [var only] ? only.Baseline : [.. Strata.SelectMany(s => s.Baseline)];

    /// <summary>The canary's values of all pairs.</summary>
    public double[] Canary { get; } = Strata is [var only] ? only.Canary : [.. Strata.SelectMany(s => s.Canary)];

    /// <summary>The same pairs by what is lacking to a ceiling.</summary>
    public PairedStrata Lacking(double ceiling) => new([.. Strata.Select(s => s with
    {
        Baseline = [.. s.Baseline.Select(v => ceiling - v)],
        Canary = [.. s.Canary.Select(v => ceiling - v)],
    })]);

    /// <summary>One value for each time: the mean over the strata that have it, all alike.</summary>
    /// <remarks>Weights by traffic would move with the split of the arms, and a change of the split would look like one of the version.</remarks>
    public double[] Series(Pairing pairing)
    {
        if (Strata is [var only])
        {
            return pairing(only.Baseline, only.Canary);
        }

        var sums = new SortedDictionary<long, (double Sum, int Count)>();
        foreach (var stratum in Strata)
        {
            var own = pairing(stratum.Baseline, stratum.Canary);
            for (var i = 0; i < own.Length; i++)
            {
                var (sum, count) = sums.GetValueOrDefault(stratum.Intervals[i]);
                sums[stratum.Intervals[i]] = (sum + own[i], count + 1);
            }
        }

        return [.. sums.Values.Select(s => s.Sum / s.Count)];
    }
}

/// <summary>The pairs of one stratum.</summary>
/// <param name="Intervals">Their intervals, rising.</param>
/// <param name="Baseline">One value for each.</param>
/// <param name="Canary">One value for each.</param>
internal sealed record PairedStratum(long[] Intervals, double[] Baseline, double[] Canary);
