using CanaryJudge.Statistics.Stratified;
using CsCheck;

namespace CanaryJudge.Statistics.Tests.Stratified;

/// <summary>Random strata for property tests.</summary>
internal static class GenStrata
{
    /// <summary>Two to four strata of positive values with many ties, levels far apart.</summary>
    internal static Gen<SampleStratum[]> Samples { get; } =
        Gen.Select(Values, Values, Gen.Int[0, 3]).Select((b, c, level) => new SampleStratum(At(b, level), At(c, level))).Array[2, 4];

    /// <summary>Two to four strata of events out of totals.</summary>
    internal static Gen<EventStratum[]> Events { get; } =
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 60], Gen.Double[0, 1], Gen.Double[0, 1])
            .Select((n, m, p, q) => new EventStratum(Math.Floor(p * n), n, Math.Floor(q * m), m)).Array[2, 4];

    private static Gen<double[]> Values => Gen.Int[1, 30].Select(v => (double)v).Array[1, 15];

    /// <summary>The strata with the arms swapped.</summary>
    internal static SampleStratum[] Swapped(SampleStratum[] strata) => [.. strata.Select(s => new SampleStratum(s.Canary, s.Baseline))];

    /// <summary>The strata with the arms swapped.</summary>
    internal static EventStratum[] Swapped(EventStratum[] strata) => [.. strata.Select(s => new EventStratum(s.CanaryEvents, s.CanaryTotal, s.BaselineEvents, s.BaselineTotal))];

    /// <summary>Each stratum's values changed alike.</summary>
    internal static SampleStratum[] Each(SampleStratum[] strata, Func<double, int, double> change) =>
        [.. strata.Select((s, i) => new SampleStratum([.. s.Baseline.Select(v => change(v, i))], [.. s.Canary.Select(v => change(v, i))]))];

    private static double[] At(double[] values, int level)
    {
        var moved = Array.ConvertAll(values, v => v + (100 * level));
        Array.Sort(moved);
        return moved;
    }
}
