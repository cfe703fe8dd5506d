using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Simulation;

/// <summary>How often Kayenta's rules fail unchanged releases and pass harmful ones, beside ours, on the same draws.</summary>
internal static class KayentaTable
{
    /// <summary>Writes the page.</summary>
    /// <param name="runs">Runs a cell.</param>
    public static void Write(int runs)
    {
        Console.WriteLine($"""
            # Kayenta's rules and ours, simulated

            Made by `./dev simulate-kayenta` at a fixed seed, {runs:N0} runs a cell, both judges on the same draws; ± is one standard error. The
            shapes are those of [the error rates](error-rates.md). *Alarm*: an unchanged release does not pass by Kayenta's thresholds of 95 and
            75, or is failed by our rule. *Passed*: a metric that is worse by its margin is passed.

            | metric | alarm, 1 metric: Kayenta | ours | alarm, 10 metrics: Kayenta | ours | passed at the margin: Kayenta | ours |
            |---|---|---|---|---|---|---|
            """);
        foreach (var shape in Shape.All.Concat(Shape.Few))
        {
            var cells = new[]
            {
                Count(shape, 1, 0, runs, Compatibility.Kayenta, v => v != Verdict.Pass),
                Count(shape, 1, 0, runs, Compatibility.None, v => v == Verdict.Fail),
                Count(shape, 10, 0, runs / 2, Compatibility.Kayenta, v => v != Verdict.Pass),
                Count(shape, 10, 0, runs / 2, Compatibility.None, v => v == Verdict.Fail),
                Count(shape, 1, shape.Margin, runs, Compatibility.Kayenta, v => v == Verdict.Pass),
                Count(shape, 1, shape.Margin, runs, Compatibility.None, v => v == Verdict.Pass),
            };
            Console.WriteLine($"| {shape.Name} | {string.Join(" | ", cells)} |");
        }
    }

    private static Rate Count(Shape shape, int metrics, double harm, int runs, Compatibility rules, Func<Verdict, bool> happens) =>
        Trial.Count(shape, metrics, harm, runs, j => happens(j.Verdict), rules);
}
