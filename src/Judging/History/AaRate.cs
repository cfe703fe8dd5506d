using CanaryJudge.Judging.Model;
using CanaryJudge.Statistics;
using CanaryJudge.Statistics.TwoSample;

namespace CanaryJudge.Judging.History;

/// <summary>How many pairs of one sort failed, and what that says of the promise.</summary>
/// <param name="Sort">How the pairs were made.</param>
/// <param name="Pairs">How many, at least 1.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="Passed">How many passed.</param>
/// <param name="Promised">The policy's alpha.</param>
/// <param name="ByMetric">How often each metric that failed any pair did, the most often first.</param>
public sealed record AaRate(PairSort Sort, int Pairs, int Failed, int Passed, double Promised, IReadOnlyList<KeyValuePair<string, int>> ByMetric)
{
    private const double EndLevel = 0.025;

    /// <summary>The rate of false alarms with its exact 95% interval.</summary>
    public Interval Rate => ClopperPearson.Interval(Failed, Pairs, EndLevel);

    /// <summary>Whether the promise holds on these pairs: true, false, or null: there are too few to tell.</summary>
    public bool? Holds => Rate.Upper <= Promised ? true : Rate.Lower > Promised ? false : null;

    /// <summary>How many pairs it would take to tell, did the present rate stay; null: it is known, or the rate is the promise itself.</summary>
    public int? Enough
    {
        get
        {
            const int most = 1_000_000;
            if (Holds is not null)
            {
                return null;
            }

            var share = (double)Failed / Pairs;
            for (var n = Pairs * 2; n <= most; n *= 2)
            {
                if (this with { Pairs = n, Failed = (int)Math.Round(share * n) } is { Holds: not null })
                {
                    return n;
                }
            }

            return null;
        }
    }

    /// <summary>Counts judgements of pairs of one sort.</summary>
    /// <param name="sort">How the pairs were made.</param>
    /// <param name="judgements">What was said of them; at least one.</param>
    /// <param name="promised">The policy's alpha.</param>
    public static AaRate Of(PairSort sort, IReadOnlyCollection<Judgement> judgements, double promised)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        var failed = judgements.Where(j => j.Verdict == Verdict.Fail).ToArray();
        var byMetric = failed.SelectMany(j => j.Metrics.Where(m => m is { Muted: false, Verdict: Verdict.Fail }).Select(m => m.Name)).CountBy(n => n);
        return new(
            sort, judgements.Count, failed.Length, judgements.Count(j => j.Verdict == Verdict.Pass), promised,
            [.. byMetric.OrderByDescending(m => m.Value).ThenBy(m => m.Key, StringComparer.Ordinal)]);
    }
}
