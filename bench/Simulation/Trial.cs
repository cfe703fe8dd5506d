using CanaryJudge.Judging.Config;
using CanaryJudge.Judging.Model;

namespace CanaryJudge.Simulation;

/// <summary>Runs the whole judge on drawn arms.</summary>
internal static class Trial
{
    /// <summary>Judges one run of so many metrics of one shape.</summary>
    public static Judgement Judge(Shape shape, int metrics, double harm, int run, Compatibility rules = Compatibility.None)
    {
        // Every run has its own stream, so runs may go in any order.
        var chance = Draw.Chance(shape.Name, metrics, run);
        var series = new List<Series>();
        var policies = new List<MetricPolicy>();
        for (var m = 0; m < metrics; m++)
        {
            var name = $"metric_{m}";
            policies.Add(shape.Policy with { Name = name });
            series.AddRange(shape.Series(name, Arm.Baseline, chance, 0));
            series.AddRange(shape.Series(name, Arm.Canary, chance, harm));
        }

        return Judging.Judge.Decide(new() { Metrics = policies, Compatibility = rules }, new(series), 0, CancellationToken.None);
    }

    /// <summary>How often something happens.</summary>
    public static Rate Count(Shape shape, int metrics, double harm, int runs, Func<Judgement, bool> happens, Compatibility rules = Compatibility.None) =>
        new(Enumerable.Range(0, runs).AsParallel().Count(run => happens(Judge(shape, metrics, harm, run, rules))), runs);
}
