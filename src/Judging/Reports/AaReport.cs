using CanaryJudge.Judging.History;

namespace CanaryJudge.Judging.Reports;

/// <summary>False alarms on a user's own history: the rates, whether the promise holds, and what to do where it does not.</summary>
public static class AaReport
{
    /// <summary>Writes the table and the advice.</summary>
    /// <param name="rates">One for each sort of pairs.</param>
    /// <param name="stretch">The length of a pair.</param>
    /// <param name="looks">Whether each pair was looked at again and again.</param>
    /// <param name="style">What is known of the reader; its title names the history.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    public static string Render(IReadOnlyList<AaRate> rates, TimeSpan stretch, bool looks, ReportStyle style)
    {
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentNullException.ThrowIfNull(style);
        var screen = new Screen(style);
        screen.Paragraph($"{style.Title}: pairs of {Numbers.Duration(stretch)}, both arms from the same history, {(looks ? "looked at whenever a bucket closes" : "one look each")}. Every FAIL is a false alarm.");
        screen.Block();
        screen.Add(Line.Of($"{"pairs",-10}{"n",7}{"FAIL",7}{"INCONCL.",10}{"PASS",7}   false alarms"));
        foreach (var rate in rates)
        {
            screen.Add(Line.Of($"{Name(rate.Sort),-10}{rate.Pairs,7}{rate.Failed,7}{rate.Pairs - rate.Failed - rate.Passed,10}{rate.Passed,7}   {Share(rate)}", rate.Holds == false ? Ink.Red : Ink.None));
        }

        foreach (var rate in rates)
        {
            screen.Block();
            screen.Paragraph($"{Name(rate.Sort)}: {Says(rate)}");
            foreach (var advice in rate.Holds == false ? Advice(rate.Sort) : [])
            {
                screen.Paragraph(advice, indent: 2);
            }
        }

        return screen.Text();
    }

    /// <summary>What to do where the promise does not hold.</summary>
    /// <param name="sort">How the pairs were made.</param>
    public static IReadOnlyList<string> Advice(PairSort sort) => sort switch
    {
        PairSort.Shifted =>
        [
            "These arms come from different times, so drift and season count as harm here. Let a baseline of the same size run beside the canary; do not compare with last hour or last week.",
        ],
        PairSort.Instances =>
        [
            "Instances differ from each other by more than chance. Compare several instances in each arm and start both arms at the same time, so that both are equally warm (warmup in the policy).",
            "Or widen the tolerance of the metrics named above to what instances differ by.",
        ],
        _ =>
        [
            "Values are not independent of each other. Name the user or session key as cluster (samples), take away independent: true (events), and use longer pairs.",
        ],
    };

    /// <summary>The word for a sort of pairs.</summary>
    /// <param name="sort">How they were made.</param>
    public static string Name(PairSort sort) => sort switch
    {
        PairSort.Instances => "instances",
        PairSort.Values => "dealt",
        _ => "shifted",
    };

    private static string Share(AaRate rate) => $"{Numbers.Share(rate.Rate.Estimate)} ({Numbers.Share(rate.Rate.Lower)} to {Numbers.Share(rate.Rate.Upper)})";

    private static string Says(AaRate rate)
    {
        var by = rate.ByMetric.Count == 0 ? "" : $" Failed by {string.Join(", ", rate.ByMetric.Take(5).Select(m => $"{m.Key} ({m.Value})"))}.";
        return rate.Holds switch
        {
            true => $"the promise of at most {Numbers.Share(rate.Promised)} holds on this history.{by}",
            false => $"the promise of at most {Numbers.Share(rate.Promised)} does not hold on this history.{by}",
            _ => $"too few pairs to tell whether the promise of at most {Numbers.Share(rate.Promised)} holds{(rate.Enough is { } n ? $"; about {Numbers.Count(Numbers.Needed(n))} would, at this rate: bring more history or take shorter pairs" : "")}.{by}",
        };
    }
}
