using System.Globalization;

namespace CanaryJudge.Simulation;

/// <summary>The page of error rates and delays over looks.</summary>
internal static class LookPage
{
    private const double Level = 0.05;
    private static readonly double[] Harms = [0.1, 0.2, 0.5];

    /// <summary>Writes the page to standard output.</summary>
    /// <returns>0, or 1 when a promise does not hold.</returns>
    public static int Write(int runs)
    {
        Console.WriteLine($"""
            # Error rates and delays over looks, simulated

            Made by `./dev simulate --looks` at a fixed seed, {runs:N0} runs a cell; ± is one standard error. Each run is one metric with all of the
            error budget, looked at after every minute. Tolerance 5%, margin 25%; errors 0.1 and 0.5 points where that is more; restarts 100%.
            Points are watched for 180 minutes, samples for 60, counts for 120 (restarts 180), rollouts for 30 minutes a step. Where regions differ
            by a label, the second is three times worse in both arms and the canary's share of it rises from 20 to 80%; they are judged as strata.

            ## The promise

            *Failed*: a release that is unchanged, or worse by exactly the tolerance, is failed at any look. *Passed*: one that is worse by exactly
            the margin passes at any look (of a rollout: of the last step). All must stay at 5%.

            | metric | failed unchanged | failed at the tolerance | passed at the margin |
            |---|---|---|---|
            """);
        var broken = 0;
        foreach (var shape in LookShapes.All)
        {
            var unchanged = Share(LookTrial.Many(shape, 0, 0, runs, untilPass: false), t => t.FailedAt);
            var tolerated = Share(LookTrial.Many(shape, shape.AtTolerance, 1, runs, untilPass: false), t => t.FailedAt);
            var passed = Share(LookTrial.Many(shape, shape.AtMargin, 2, runs, untilPass: true), t => t.PassedAt);
            broken += new[] { unchanged, tolerated, passed }.Count(rate => rate.Breaks(Level));
            Console.WriteLine($"| {shape.Name} | {Mark(unchanged)} | {Mark(tolerated)} | {Mark(passed)} |");
            Console.Error.WriteLine($"{shape.Name}: {unchanged}, {tolerated}, {passed}");
        }

        Console.WriteLine("""

            ## Whole releases

            Ten metrics that share one error budget, watched for an hour by an analysis as the server runs it. *At the tolerance*: all ten are worse by
            exactly it. *At the margin*: one of the ten is worse by exactly its margin, and the release passes at any look.

            | metrics | failed unchanged | failed at the tolerance | passed at the margin |
            |---|---|---|---|
            """);
        foreach (var release in Release.All)
        {
            Rate unchanged = release.Failed(runs, 0, _ => 0), tolerated = release.Failed(runs, 1, m => m.AtTolerance), passed = release.PassedAtMargin(runs, 2);
            broken += new[] { unchanged, tolerated, passed }.Count(rate => rate.Breaks(Level));
            Console.WriteLine($"| {release.Name} | {Mark(unchanged)} | {Mark(tolerated)} | {Mark(passed)} |");
            Console.Error.WriteLine($"{release.Name}: {unchanged}, {tolerated}, {passed}");
        }

        Console.WriteLine("""

            ## Delays

            How much of the canary's data a decision took: median / 90% of runs, `-` where that share never decided in the time watched. *Tail*: 5% of
            the canary's requests ten times slower, the rest unchanged; in brackets how many runs passed first. *Prototype*: what an independent
            prototype of the same rules needed.

            | metric | counted in | passes unchanged | prototype | fails at +10% | +20% | +50% | tail | prototype |
            |---|---|---|---|---|---|---|---|---|
            """);
        foreach (var shape in LookShapes.All)
        {
            var few = Math.Max(20, runs / 5);
            var passes = Quantiles(LookTrial.Many(shape, 0, 3, few, untilPass: true), t => t.PassedAt);
            string[] fails = [.. Harms.Select((harm, i) => Quantiles(LookTrial.Many(shape, harm, 4 + i, few, untilPass: false), t => t.FailedAt))];
            var tail = "";
            if (shape.Tail is not null)
            {
                var trials = LookTrial.ManyWithTail(shape, 9, few);
                tail = $"{Quantiles(trials, t => t.FailedAt)} ({Share(trials, t => t.PassedAt).Share * 100:0}%)";
            }

            Console.WriteLine($"| {shape.Name} | {shape.Unit} | {passes} | {shape.PrototypePass} | {string.Join(" | ", fails)} | {tail} | {shape.PrototypeTail} |");
            Console.Error.WriteLine($"{shape.Name}: passes {passes}, fails {string.Join(", ", fails)}, tail {tail}");
        }

        Console.WriteLine(broken == 0 ? "\nEvery promise holds." : $"\n{broken} promises do not hold (marked **).");
        return broken == 0 ? 0 : 1;
    }

    private static Rate Share(LookTrial[] trials, Func<LookTrial, double> at) => new(trials.Count(t => double.IsFinite(at(t))), trials.Length);

    private static string Quantiles(LookTrial[] trials, Func<LookTrial, double> at)
    {
        double[] sorted = [.. trials.Select(at).Order()];
        string Of(double q) => sorted[(int)(q * (sorted.Length - 1))] is var x && double.IsFinite(x) ? x.ToString("N0", CultureInfo.InvariantCulture) : "-";
        return $"{Of(0.5)} / {Of(0.9)}";
    }

    private static string Mark(Rate rate) => rate.Breaks(Level) ? $"**{rate}**" : rate.ToString();
}
