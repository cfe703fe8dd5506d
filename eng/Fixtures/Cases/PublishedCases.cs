using CanaryJudge.Fixtures.Shapes;

namespace CanaryJudge.Fixtures.Cases;

/// <summary>Data on which other judges were reported to err, as their users published them.</summary>
internal static class PublishedCases
{
    private const string Kayenta = "https://github.com/spinnaker/kayenta/issues/";
    private const string Ties = "https://github.com/spinnaker/spinnaker/issues/6278";
    private static readonly double[] s_ones = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

    /// <summary>The cases.</summary>
    public static IReadOnlyList<Case> List { get; } =
    [
        Samples("published-ties-seven", "FAIL", Ties, s_ones, [100, 100, 100, 100, 100, 100, 100, 1, 1, 1],
            "seven of ten values a hundred times as large; judged Pass, since with ties the interval touches zero.",
            "Seven 100s all falling to the canary is 1 in 646 by chance, counted exactly, and the shift is 99 times the baseline."),
        Samples("published-ties-eight", "FAIL", Ties, s_ones, [100, 100, 100, 100, 100, 100, 100, 100, 1, 1],
            "one 100 more than published-ties-seven, and that judge failed it: a cliff between 7 and 8.",
            "Eight 100s all falling to the canary is 1 in 2,799 by chance, counted exactly; a judge should not need the eighth."),
        Counts("published-six-zeros", "INCONCLUSIVE", Kayenta + "426", new double[6], [0, 1, 2, 1, 0, 0],
            "four events where there were none; judged Pass.",
            "Four events all falling to one of two equal arms is 1 in 16 by chance, above 1 in 20: not proven, and not ruled out. One more such event would fail it (1 in 32); some twelve more quiet minutes would rule out 0.5 a minute."),
        Counts("published-25-zeros", "FAIL", Kayenta + "799", new double[25], [1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0],
            "seven errors in 25 intervals where there were none (NaN read as 0); judged Pass.",
            "Seven events all falling to one of two equal arms is 1 in 128 by chance."),
        Counts("published-five-zeros", "FAIL", Kayenta + "799", new double[5], [1, 4, 2, 3, 1],
            "eleven errors in five intervals where there were none; judged Pass.",
            "Eleven events all falling to one of two equal arms is 1 in 2,048 by chance."),
        Samples("published-spread", "INCONCLUSIVE", Kayenta + "780",
            [1, 100, 4, 101, 5, 102, 6, 103, 7, 104, 8, 105, 9, 106, 17], [10, 10.1, 10.2, 10.3, 10.4, 10.5, 10.6, 17, 17.1, 17.2, 17.3, 17.4, 17.5, 17.6, 17.7],
            "the spread shrinks from 1..106 to 10..17.7; the reporter wanted an alarm for any change of shape.",
            "The spread changed (warning SPREAD_CHANGED), harm is not shown: the highest value fell six-fold. 15 values an arm are too few for a PASS, which needs 100."),
    ];

    private static Case Samples(string name, string verdict, string origin, double[] baseline, double[] canary, string shows, string why) => new(name, verdict, why)
    {
        Origin = $"{origin}, the values as published there.",
        Shows = shows,
        Data = [new Written("latency_ms", baseline, canary) { Timed = false }],
        Policy = ["name: latency_ms, kind: samples"],
        KeepOrder = true,
    };

    private static Case Counts(string name, string verdict, string origin, double[] baseline, double[] canary, string shows, string why) => new(name, verdict, why)
    {
        Origin = $"{origin}, the values as published there, a minute apart.",
        Shows = shows,
        Data = [new Written("errors", baseline, canary)],
        Policy = ["name: errors, kind: count, margin: {relative: 100%, absolute: 0.5}"],
    };
}
